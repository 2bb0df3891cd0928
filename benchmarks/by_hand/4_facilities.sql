-- What the facility makes or researches, and the rows of the annexes it belongs to.
products AS (
  SELECT *,
    purpose IN {commercial_production} AND role IN {drug_or_vaccine_maker, contract_maker_cdmo} AS "facility.makes-medicines",
    purpose IN {commercial_production} AND role IN {material_maker} AND market IN {biopharma} AS "facility.makes-materials",
    purpose IN {commercial_production} AND role IN {equipment_maker} AND market IN {biopharma} AS "facility.makes-equipment",
    purpose IN {commercial_production} AND role IN {material_maker} AND market IN {vaccine} AS "facility.makes-vaccine-materials",
    purpose IN {commercial_production} AND role IN {equipment_maker} AND market IN {vaccine} AS "facility.makes-vaccine-equipment",
    purpose IN {commercial_production} AND (role IN {device_or_diagnostic_maker}
      OR role IN {drug_or_vaccine_maker, contract_maker_cdmo} AND modality IN {diagnostic, medical_device}) AS "facility.makes-devices",
    purpose IN {commercial_production} AND role IN {bio_product_maker} AS "facility.makes-bio-products",
    role IN {semiconductor_maker} AND modality IN {none_of_these}
      AND (purpose IN {commercial_production} OR "facility.semiconductor.researched") AS "facility.semiconductor",
    modality IN {vaccine_protein, vaccine_viral_vector, vaccine_mrna, vaccine_inactivated_or_live} AS "product.vaccine",
    judged_class IS DISTINCT FROM {judged_class: fails}
      AND modality IN {antibody_drug_conjugate, botulinum_toxin, gene_therapy_mrna} AS "product.class-by-inference",
    judged_open_class IS DISTINCT FROM {judged_open_class: fails} AND modality IN {oligonucleotide_synthetic, peptide_synthetic,
      plasma_derived, tissue_engineered, plasmid_dna} AS "product.class-not-settled",
    judged_old_class IS DISTINCT FROM {judged_old_class: fails} AND modality IN {cell_therapy_gene_modified, gene_therapy_mrna,
      antibody_drug_conjugate, botulinum_toxin, peptide_recombinant} AS "product.old-class-by-inference",
    judged_chemical IS DISTINCT FROM {judged_chemical: fails} AND modality IN {oligonucleotide_synthetic, peptide_synthetic,
      adc_payload_linker} AS "product.chemical-by-inference",
    status IN {biosimilar} AND modality IN {antibody, recombinant_protein, hormone_or_enzyme, peptide_recombinant, peptide_synthetic,
      oligonucleotide_synthetic, antibody_drug_conjugate, botulinum_toxin, plasma_derived, plasmid_dna, gene_therapy_viral_vector,
      gene_therapy_mrna, cell_therapy_stem, cell_therapy_immune_unmodified, cell_therapy_gene_modified, tissue_engineered,
      none_of_these} AS "product.biosimilar",
    status IN {new_drug, biobetter, licensed_originator_made_under_contract, clinical_supply} AS "facility.new-or-improved",
    filed_2026 AS "facility.research.temporary-use-allowed",
    commercial_use AND NOT filed_2026 AS "facility.research.put-to-production",
    status NOT IN {biosimilar} AND NOT "technology.biosimilar-ratios" AS "technology.trial-without-ratios",
    from_2021_07 AND technology IN {3-가} AS "technology.nst.3-ga",
    from_2021_07 AND technology IN {3-나} AS "technology.nst.3-na",
    from_2021_07 AND technology IN {3-다} AS "technology.nst.3-da",
    from_2021_07 AND technology IN {3-라} AS "technology.nst.3-ra",
    from_2021_07 AND technology IN {3-마} AS "technology.nst.3-ma",
    from_2021_07 AND technology IN {3-바} AS "technology.nst.3-ba",
    from_2021_07 AND technology IN {3-사} AS "technology.nst.3-sa",
    from_2023_07 AND technology IN {7-가} AS "technology.nst.7-ga",
    from_2023_07 AND technology IN {7-나} AS "technology.nst.7-na",
    from_2023_07 AND technology IN {7-다} AS "technology.nst.7-da",
    from_2023_07 AND technology IN {7-사} AS "technology.nst.7-sa",
    from_2023_07 AND technology IN {7-아} AS "technology.nst.7-a",
    technology IN {7-가-2)} AS "technology.new-growth.7-ga-2",
    technology IN {7-가-4)} AS "technology.new-growth.7-ga-4",
    technology IN {7-가-5)} AS "technology.new-growth.7-ga-5",
    technology IN {7-가-6)} AS "technology.new-growth.7-ga-6",
    technology IN {7-가-7)} AS "technology.new-growth.7-ga-7",
    technology IN {7-나-1)} AS "technology.new-growth.7-na-1",
    technology IN {7-나-2)} AS "technology.new-growth.7-na-2",
    technology IN {7-나-3)} AS "technology.new-growth.7-na-3",
    technology IN {7-나-4)} AS "technology.new-growth.7-na-4",
    technology IN {7-나-5)} AS "technology.new-growth.7-na-5",
    technology IN {7-나-6)} AS "technology.new-growth.7-na-6",
    technology IN {7-나-7)} AS "technology.new-growth.7-na-7",
    technology IN {7-다-1)} AS "technology.new-growth.7-da-1",
    technology IN {7-다-2)} AS "technology.new-growth.7-da-2",
    technology IN {7-다-3)} AS "technology.new-growth.7-da-3",
    technology IN {7-다-4)} AS "technology.new-growth.7-da-4",
    technology IN {7-다-5)} AS "technology.new-growth.7-da-5",
    technology IN {7-다-6)} AS "technology.new-growth.7-da-6",
    technology IN {7-다-7)} AS "technology.new-growth.7-da-7",
    technology IN {7-라-1)} AS "technology.new-growth.7-ra-1",
    technology IN {7-라-2)} AS "technology.new-growth.7-ra-2",
    technology IN {7-라-3)} AS "technology.new-growth.7-ra-3",
    from_2026 AND technology IN {7-가-11)} AS "technology.new-growth.7-ga-11",
    from_2023_07 AND (technology IN {7-가-8)} AND status NOT IN {biosimilar} OR technology IN {7-바, 7-가-8)}
      AND status IN {biosimilar} AND "technology.biosimilar-ratios-of-new-growth") AS "technology.new-growth.7-ga-8"
  FROM placed
),
classes AS (
  SELECT *,
    "product.vaccine" AND species IN {human} AS "product.human-vaccine",
    modality IN {antibody, recombinant_protein, hormone_or_enzyme, peptide_recombinant, gene_therapy_viral_vector, cell_therapy_stem,
      cell_therapy_immune_unmodified, cell_therapy_gene_modified} OR "product.class-by-inference" OR "product.class-not-settled"
      AS "product.four-classes",
    modality IN {antibody, recombinant_protein, hormone_or_enzyme, gene_therapy_viral_vector, cell_therapy_stem}
      OR "product.old-class-by-inference" AS "product.old-classes",
    modality IN {chemical_small_molecule} OR "product.chemical-by-inference" AS "product.chemical",
    "facility.makes-medicines" AND modality IN {veterinary_drug}
      OR "facility.makes-medicines" AND "product.vaccine" AND species IN {animal}
      OR "facility.makes-devices" AND device IN {veterinary_diagnostic} AS "product.veterinary",
    judged_chip IS DISTINCT FROM {judged_chip: fails} AND "facility.semiconductor" AND NOT "recognition.nst"
      AS "facility.semiconductor.row-as-stated",
    purpose IN {research_and_test} AND research_unit AND NOT "facility.research.put-to-production" AS "facility.research",
    "technology.trial-without-ratios" OR "technology.biosimilar-ratios" AS "technology.trial-qualifies"
  FROM products
),
researched AS (
  SELECT *,
    "facility.semiconductor" AND ("recognition.nst" OR "facility.semiconductor.row-as-stated") AS "facility.semiconductor.row-met",
    from_2023_07 AND technology IN {7-라} AND "technology.trial-qualifies" AS "technology.nst.7-ra",
    from_2023_07 AND technology IN {7-마} AND "technology.trial-qualifies" AS "technology.nst.7-ma",
    from_2023_07 AND technology IN {7-바} AND "technology.trial-qualifies" AS "technology.nst.7-ba",
    from_2025 AND "facility.research" AND ("technology.new-growth.7-ga-2" OR "technology.new-growth.7-ga-4" OR "technology.new-growth.7-ga-5"
      OR "technology.new-growth.7-ga-6" OR "technology.new-growth.7-ga-7" OR "technology.new-growth.7-ga-8"
      OR "technology.new-growth.7-ga-11" OR "technology.new-growth.7-na-1" OR "technology.new-growth.7-na-2"
      OR "technology.new-growth.7-na-3" OR "technology.new-growth.7-na-4" OR "technology.new-growth.7-na-5"
      OR "technology.new-growth.7-na-6" OR "technology.new-growth.7-na-7" OR "technology.new-growth.7-da-1"
      OR "technology.new-growth.7-da-2" OR "technology.new-growth.7-da-3" OR "technology.new-growth.7-da-4"
      OR "technology.new-growth.7-da-5" OR "technology.new-growth.7-da-6" OR "technology.new-growth.7-da-7"
      OR "technology.new-growth.7-ra-1" OR "technology.new-growth.7-ra-2" OR "technology.new-growth.7-ra-3") AS "facility.new-growth.research"
  FROM classes
),
chips AS (
  SELECT *,
    purpose IN {commercial_production} AND "facility.semiconductor.row-met" AS "facility.semiconductor.of-production",
    technology IN {semiconductor} AND "facility.semiconductor.row-met" AS "facility.semiconductor.of-research"
  FROM researched
),
rows AS (
  SELECT *,
    -- Rule Annex 6-2 No. 1 and Decree Annex 7-2 No. 1
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-가} AS "facility.nst.1-ga",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-나} AS "facility.nst.1-na",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-다} AS "facility.nst.1-da",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-라} AS "facility.nst.1-ra",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-마} AS "facility.nst.1-ma",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-바} AS "facility.nst.1-ba",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-사} AS "facility.nst.1-sa",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-아} AS "facility.nst.1-a",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-자} AS "facility.nst.1-ja",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-차} AS "facility.nst.1-cha",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-카} AS "facility.nst.1-ka",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-타} AS "facility.nst.1-ta",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-파} AS "facility.nst.1-pa",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-하} AS "facility.nst.1-ha",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-거} AS "facility.nst.1-geo",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-너} AS "facility.nst.1-neo",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-더} AS "facility.nst.1-deo",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-러} AS "facility.nst.1-reo",
    from_2021_07 AND "facility.semiconductor.of-production" AND chip IN {1-머} AS "facility.nst.1-meo",
    starts_2023 AND "facility.semiconductor.of-production" AND chip IN {1-버} AS "facility.nst.1-beo",
    from_2026 AND "facility.semiconductor.of-production" AND chip IN {1-서} AS "facility.nst.1-seo",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-가} AS "technology.nst.1-ga",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-나} AS "technology.nst.1-na",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-다} AS "technology.nst.1-da",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-라} AS "technology.nst.1-ra",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-마} AS "technology.nst.1-ma",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-바} AS "technology.nst.1-ba",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-사} AS "technology.nst.1-sa",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-아} AS "technology.nst.1-a",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-자} AS "technology.nst.1-ja",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-차} AS "technology.nst.1-cha",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-카} AS "technology.nst.1-ka",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-타} AS "technology.nst.1-ta",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-파} AS "technology.nst.1-pa",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-하} AS "technology.nst.1-ha",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-거} AS "technology.nst.1-geo",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-너} AS "technology.nst.1-neo",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-더} AS "technology.nst.1-deo",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-러} AS "technology.nst.1-reo",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-머} AS "technology.nst.1-meo",
    from_2021_07 AND "facility.semiconductor.of-research" AND chip_technology IN {1-버} AS "technology.nst.1-beo",
    from_2023 AND "facility.semiconductor.of-research" AND chip_technology IN {1-서} AS "technology.nst.1-seo",
    from_2023 AND "facility.semiconductor.of-research" AND chip_technology IN {1-어} AS "technology.nst.1-eo",
    from_2025 AND "facility.semiconductor.of-research" AND chip_technology IN {1-저} AS "technology.nst.1-jeo",
    from_2026 AND "facility.semiconductor.of-research" AND chip_technology IN {1-처} AS "technology.nst.1-cheo",
    -- Rule Annex 6-2 Nos. 3 and 7
    from_2021_07 AND "facility.makes-medicines" AND "product.human-vaccine" AS "facility.nst.3-ga",
    from_2021_07 AND "facility.makes-vaccine-materials" AND output IN {culture_medium, additive, buffer, filter, resin, excipient,
      adjuvant} AS "facility.nst.3-na",
    from_2021_07 AND "facility.makes-vaccine-equipment" AND output IN {bioreactor, chromatography_skid, filling_machine, isolator}
      AS "facility.nst.3-da",
    from_2023_07 AND "facility.makes-medicines" AND "product.four-classes" AND "facility.new-or-improved" AS "facility.nst.7-ga",
    from_2023_07 AND "facility.makes-medicines" AND "product.biosimilar" AS "facility.nst.7-na",
    from_2023_07 AND "facility.makes-medicines" AND "product.four-classes" AS "facility.nst.7-ga-or-na",
    "facility.makes-materials" AND (
      from_2023_07 AND NOT from_2026 AND output IN {culture_medium, additive, filter, excipient}
      OR from_2026 AND output IN {culture_medium, additive, buffer, filter, excipient}) AS "facility.nst.7-da",
    from_2023_07 AND "facility.makes-equipment" AND output IN {bioreactor, chromatography_skid, filling_machine, isolator,
      analytical_instrument, hvac_or_clean_environment_equipment} AS "facility.nst.7-ra",
    from_2023_07 AND judged_bags IS DISTINCT FROM {judged_bags: fails} AND ("facility.makes-materials" OR "facility.makes-equipment")
      AND output IN {single_use_bag_or_assembly} AS "facility.nst.single-use",
    from_2023_07 AND judged_resin IS DISTINCT FROM {judged_resin: fails} AND "facility.makes-materials" AND output IN {resin}
      AS "facility.nst.resin",
    from_2021_07 AND judged_vaccine_materials IS DISTINCT FROM {judged_vaccine_materials: fails}
      AND ("facility.makes-vaccine-materials" AND output IN {single_use_bag_or_assembly, none_of_these}
        OR "facility.makes-vaccine-equipment" AND output IN {single_use_bag_or_assembly}) AS "facility.nst.vaccine-other-materials",
    from_2021_07 AND judged_vaccine_quality IS DISTINCT FROM {judged_vaccine_quality: fails} AND "facility.makes-vaccine-equipment"
      AND output IN {analytical_instrument, hvac_or_clean_environment_equipment} AS "facility.nst.vaccine-quality-equipment",
    -- Rule Annex 6 No. 7
    filed_2021 AND NOT from_2023_07 AND "facility.makes-medicines" AND "facility.new-or-improved" AND "product.old-classes"
      AS "facility.new-growth.7-ga-1",
    filed_2021 AND "facility.makes-medicines" AND "product.human-vaccine" AS "facility.new-growth.7-ga-2",
    filed_2021 AND NOT from_2023_07 AND "facility.makes-medicines" AND "product.biosimilar" AS "facility.new-growth.7-ga-3",
    filed_2021 AND NOT from_2023_07 AND "facility.makes-medicines" AND "product.old-classes" AS "facility.new-growth.7-ga-1-or-3",
    "facility.makes-medicines" AND "product.chemical" AND drug_class IN {innovative_new}
      AND (from_2024 OR filed_2021 AND NOT from_2024 AND form IN {drug_product}) AS "facility.new-growth.7-ga-4",
    "facility.makes-medicines" AND "product.chemical" AND drug_class IN {innovative_modified}
      AND (from_2024 OR filed_2021 AND NOT from_2024 AND form IN {drug_product}) AS "facility.new-growth.7-ga-5",
    from_2024 AND judged_development IS DISTINCT FROM {judged_development: fails} AND purpose IN {research_and_test}
      AND technology IN {7-가-4), 7-가-5)} AND NOT "facility.new-growth.research" AS "facility.new-growth.chemical-development",
    starts_2022 AND NOT from_2023_07 AND "facility.makes-materials" AND output IN {culture_medium, additive, filter, excipient}
      AS "facility.new-growth.7-ga-6",
    starts_2022 AND NOT from_2023_07 AND "facility.makes-equipment" AND output IN {bioreactor, chromatography_skid, filling_machine,
      isolator, analytical_instrument, hvac_or_clean_environment_equipment} AS "facility.new-growth.7-ga-7",
    from_2026 AND "product.veterinary" AND plant_based AS "facility.new-growth.7-ga-8",
    filed_2021 AND NOT starts_2022 AND "facility.makes-materials" AND output IN {filter} AS "facility.new-growth.filters-2021",
    starts_2022 AND NOT from_2023_07 AND judged_former_bags IS DISTINCT FROM {judged_former_bags: fails}
      AND ("facility.makes-materials" OR "facility.makes-equipment") AND output IN {single_use_bag_or_assembly}
      AS "facility.new-growth.single-use",
    filed_2021 AND "facility.makes-devices" AND device IN {ultrasound_fusion} AS "facility.new-growth.7-na-1",
    filed_2021 AND "facility.makes-devices" AND device IN {biodegradable_stent} AS "facility.new-growth.7-na-2",
    filed_2021 AND "facility.makes-devices" AND device IN {genetic_test} AS "facility.new-growth.7-na-3",
    filed_2021 AND "facility.makes-devices" AND device IN {cancer_blood_test} AS "facility.new-growth.7-na-4",
    filed_2021 AND "facility.makes-devices" AND device IN {infectious_disease_test} AS "facility.new-growth.7-na-5",
    (filed_2021 AND NOT starts_2022 OR starts_2022) AND "facility.makes-devices" AND device IN {function_restoring}
      AS "facility.new-growth.7-na-6",
    (filed_2021 AND NOT starts_2022 OR starts_2022) AND "facility.makes-bio-products" AND bio IN {non_thermal_processing}
      AS "facility.new-growth.7-da-1",
    (filed_2021 AND NOT starts_2022 OR starts_2022) AND "facility.makes-bio-products" AND bio IN {functional_food_substance}
      AS "facility.new-growth.7-da-2",
    "facility.makes-bio-products" AND (filed_2021 AND NOT starts_2022 AND bio IN {structured_protein}
      OR starts_2022 AND bio IN {structured_protein, cultured_cell_protein}) AS "facility.new-growth.7-da-6",
    filed_2021 AND "facility.makes-bio-products" AND bio IN {seed} AS "facility.new-growth.7-da-3",
    filed_2021 AND "facility.makes-bio-products" AND bio IN {useful_microbe} AS "facility.new-growth.7-da-4",
    filed_2021 AND "facility.makes-bio-products" AND bio IN {smart_farm_device} AS "facility.new-growth.7-da-5",
    filed_2021 AND "facility.makes-bio-products" AND bio IN {freeze_thaw_stabilised} AS "facility.new-growth.7-da-7",
    filed_2021 AND "facility.makes-bio-products" AND bio IN {bioplastic} AS "facility.new-growth.7-ra-1",
    filed_2021 AND "facility.makes-bio-products" AND bio IN {cosmetic_ingredient} AS "facility.new-growth.7-ra-2",
    starts_2022 AND purpose IN {commercial_production, research_and_test} AND role IN {bio_product_maker}
      AND bio IN {bio_foundry_biochemical} AS "facility.new-growth.7-ra-3"
  FROM chips
),
strategic_research AS (
  SELECT *,
    from_2025 AND "facility.research" AND ("technology.nst.1-ga" OR "technology.nst.1-na" OR "technology.nst.1-da" OR "technology.nst.1-ra"
      OR "technology.nst.1-ma" OR "technology.nst.1-ba" OR "technology.nst.1-sa" OR "technology.nst.1-a"
      OR "technology.nst.1-ja" OR "technology.nst.1-cha" OR "technology.nst.1-ka" OR "technology.nst.1-ta"
      OR "technology.nst.1-pa" OR "technology.nst.1-ha" OR "technology.nst.1-geo" OR "technology.nst.1-neo"
      OR "technology.nst.1-deo" OR "technology.nst.1-reo" OR "technology.nst.1-meo" OR "technology.nst.1-beo"
      OR "technology.nst.1-seo" OR "technology.nst.1-eo" OR "technology.nst.1-jeo" OR "technology.nst.1-cheo"
      OR "technology.nst.3-ga" OR "technology.nst.3-na" OR "technology.nst.3-da" OR "technology.nst.3-ra"
      OR "technology.nst.3-ma" OR "technology.nst.3-ba" OR "technology.nst.3-sa" OR "technology.nst.7-ga"
      OR "technology.nst.7-na" OR "technology.nst.7-da" OR "technology.nst.7-ra" OR "technology.nst.7-ma"
      OR "technology.nst.7-ba" OR "technology.nst.7-sa" OR "technology.nst.7-a") AS "facility.nst.research"
  FROM rows
)
