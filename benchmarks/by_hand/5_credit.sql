-- Tiers, eligibility, schemes, the table of base rates, and the base credit of each line in each scheme.
-- Rates are per mille here: whole won times per mille fits 64 bits.
listed AS (
  SELECT *,
    "facility.nst.1-ga" OR "facility.nst.1-na" OR "facility.nst.1-da" OR "facility.nst.1-ra" OR "facility.nst.1-ma"
      OR "facility.nst.1-ba" OR "facility.nst.1-sa" OR "facility.nst.1-a" OR "facility.nst.1-ja" OR "facility.nst.1-cha"
      OR "facility.nst.1-ka" OR "facility.nst.1-ta" OR "facility.nst.1-pa" OR "facility.nst.1-ha" OR "facility.nst.1-geo"
      OR "facility.nst.1-neo" OR "facility.nst.1-deo" OR "facility.nst.1-reo" OR "facility.nst.1-meo" OR "facility.nst.1-beo"
      OR "facility.nst.1-seo" OR "facility.nst.3-ga" OR "facility.nst.3-na" OR "facility.nst.3-da" OR "facility.nst.7-ga"
      OR "facility.nst.7-na" OR "facility.nst.7-da" OR "facility.nst.7-ra" AS in_annex_6_2,
    "facility.new-growth.7-ga-1" OR "facility.new-growth.7-ga-2" OR "facility.new-growth.7-ga-3"
      OR "facility.new-growth.7-ga-4" OR "facility.new-growth.7-ga-5" OR "facility.new-growth.7-ga-6"
      OR "facility.new-growth.7-ga-7" OR "facility.new-growth.7-ga-8" OR "facility.new-growth.filters-2021"
      OR "facility.new-growth.7-na-1" OR "facility.new-growth.7-na-2" OR "facility.new-growth.7-na-3"
      OR "facility.new-growth.7-na-4" OR "facility.new-growth.7-na-5" OR "facility.new-growth.7-na-6"
      OR "facility.new-growth.7-da-1" OR "facility.new-growth.7-da-2" OR "facility.new-growth.7-da-3"
      OR "facility.new-growth.7-da-4" OR "facility.new-growth.7-da-5" OR "facility.new-growth.7-da-6"
      OR "facility.new-growth.7-da-7" OR "facility.new-growth.7-ra-1" OR "facility.new-growth.7-ra-2"
      OR "facility.new-growth.7-ra-3" OR "facility.new-growth.7-ga-1-or-3" OR "facility.new-growth.single-use"
      OR "facility.new-growth.chemical-development" OR "facility.new-growth.research"
      AS "tier.new-growth",
    from_2021_07 AND judged_screening IS DISTINCT FROM {judged_screening: fails} AND purpose IN {research_and_test}
      AND technology IN {3-가} AND NOT "facility.nst.research" AS "facility.nst.vaccine-screening",
    from_2021_07 AND NOT from_2030 AS "tier.nst.in-force",
    from_2025 AND NOT from_2030 AND "facility.semiconductor" AS "tier.nst-semiconductor.field",
    ("facility.new-growth.7-ga-2" OR "facility.new-growth.research") AND recognition IN {applied} AND recognised_as IN {new_growth}
      AS "tier.sought-as-new-growth",
    year_2024 AND ("facility.nst.research" OR "facility.new-growth.research") AS "scheme.research-under-2024-line",
    year_2023 AS "scheme.temporary-only", year_2023 OR year_2024 OR year_2025 AS "scheme.temporary",
    NOT year_2023 AS "scheme.regular",
    "place.excluded.expansion" OR "place.excluded.non-sme" AS "place.excluded",
    "taxpayer.is-mid" AND NOT "taxpayer.is-graduate" AS mid_sized,
    NOT "taxpayer.is-sme" AND NOT "taxpayer.is-graduate" AS not_small,
    NOT "taxpayer.is-sme" AND NOT "taxpayer.is-graduate" AND NOT "taxpayer.is-mid" AS large
  FROM strategic_research
),
substance AS (
  SELECT *,
    "tier.nst.in-force" AND (in_annex_6_2 OR "facility.nst.7-ga-or-na" OR "facility.nst.single-use" OR "facility.nst.resin"
      OR "facility.nst.vaccine-screening" OR "facility.nst.vaccine-other-materials" OR "facility.nst.vaccine-quality-equipment"
      OR "facility.nst.research") AS "tier.nst",
    "tier.nst-semiconductor.field" AND (in_annex_6_2 OR "facility.nst.research") AS "tier.nst-semiconductor",
    "tier.new-growth" AND ("recognition.new-growth" OR "recognition.pending") AS "tier.new-growth.claimable",
    "tier.new-growth" AND "recognition.new-growth" AS "tier.new-growth.secured",
    "scheme.research-under-2024-line" AS "scheme.line-without-research",
    NOT "scheme.research-under-2024-line" AS "scheme.line-complete",
    year_2024 AND coalesce(stated_outside_line, "scheme.research-under-2024-line") AS "scheme.outside-line"
  FROM listed
),
gates AS (
  SELECT *,
    "tier.nst" AND ("recognition.nst" OR "recognition.pending" AND NOT "tier.sought-as-new-growth") AS "tier.nst.claimable",
    "tier.nst" AND "recognition.nst" AS "tier.nst.secured",
    "tier.nst-semiconductor" AND ("recognition.nst" OR "recognition.pending") AS "tier.nst-semiconductor.claimable",
    "tier.nst-semiconductor" AND "recognition.nst" AS "tier.nst-semiconductor.secured",
    filed_2021 AND "taxpayer.is-sme" AS "credit.base-rate#1",
    filed_2021 AND NOT from_2023 AND mid_sized AS "credit.base-rate#2",
    from_2023 AND mid_sized AS "credit.base-rate#3",
    filed_2021 AND large AS "credit.base-rate#4",
    starts_2025 AND "taxpayer.is-graduate" AS "credit.base-rate#5",
    filed_2021 AND "taxpayer.is-sme" AS "credit.base-rate#6",
    filed_2021 AND NOT from_2023 AND mid_sized AS "credit.base-rate#7",
    from_2023 AND mid_sized AS "credit.base-rate#8",
    filed_2021 AND large AS "credit.base-rate#9",
    starts_2025 AND "taxpayer.is-graduate" AS "credit.base-rate#10",
    from_2021_07 AND NOT from_2023 AND "taxpayer.is-sme" AS "credit.base-rate#11",
    from_2021_07 AND NOT from_2023 AND "taxpayer.is-mid" AS "credit.base-rate#12",
    from_2021_07 AND NOT from_2023 AND NOT "taxpayer.is-sme" AND NOT "taxpayer.is-mid" AS "credit.base-rate#13",
    FALSE AS "credit.base-rate#14",
    from_2023 AND NOT from_2030 AND "taxpayer.is-sme" AS "credit.base-rate#15",
    from_2023 AND NOT from_2030 AND "taxpayer.is-sme" AND NOT "scheme.outside-line" AS "credit.base-rate#16",
    from_2023 AND NOT from_2030 AND not_small AS "credit.base-rate#17",
    from_2023 AND NOT from_2030 AND not_small AND NOT "scheme.outside-line" AS "credit.base-rate#18",
    starts_2025 AND NOT from_2030 AND "taxpayer.is-graduate" AS "credit.base-rate#19",
    from_2025 AND NOT from_2030 AND "taxpayer.is-sme" AS "credit.base-rate#20",
    from_2025 AND NOT from_2030 AND not_small AS "credit.base-rate#21",
    from_2025 AND NOT from_2030 AND "taxpayer.is-graduate" AS "credit.base-rate#22",
    year_2025 AND "taxpayer.is-sme" AS "credit.base-rate#23",
    year_2025 AND not_small AS "credit.base-rate#24",
    year_2025 AND "taxpayer.is-graduate" AS "credit.base-rate#25",
    year_2024 AND "taxpayer.is-sme" AS "credit.base-rate#26",
    year_2024 AND NOT "taxpayer.is-sme" AS "credit.base-rate#27",
    year_2023 AND "taxpayer.is-sme" AS "credit.base-rate#28",
    year_2023 AND mid_sized AS "credit.base-rate#29",
    year_2023 AND large AS "credit.base-rate#30",
    year_2023 AND "taxpayer.is-sme" AS "credit.base-rate#31",
    year_2023 AND mid_sized AS "credit.base-rate#32",
    year_2023 AND large AS "credit.base-rate#33",
    year_2024 AND "taxpayer.is-sme" AS "credit.base-rate#34",
    year_2024 AND mid_sized AS "credit.base-rate#35",
    year_2024 AND large AS "credit.base-rate#36",
    year_2024 AND "taxpayer.is-sme" AND NOT "scheme.outside-line" AS "credit.base-rate#37",
    year_2024 AND mid_sized AND NOT "scheme.outside-line" AS "credit.base-rate#38",
    year_2024 AND large AND NOT "scheme.outside-line" AS "credit.base-rate#39",
    year_2024 AND "scheme.outside-line" AND "taxpayer.is-sme" AS "credit.base-rate#40",
    year_2024 AND "scheme.outside-line" AND mid_sized AS "credit.base-rate#41",
    year_2024 AND "scheme.outside-line" AND large AS "credit.base-rate#42",
    year_2025 AND "taxpayer.is-sme" AS "credit.base-rate#43",
    year_2025 AND mid_sized AS "credit.base-rate#44",
    year_2025 AND large AS "credit.base-rate#45",
    year_2025 AND "taxpayer.is-graduate" AND "taxpayer.is-mid" AS "credit.base-rate#46",
    year_2025 AND "taxpayer.is-graduate" AND NOT "taxpayer.is-mid" AS "credit.base-rate#47",
    year_2025 AND "taxpayer.is-sme" AS "credit.base-rate#48",
    year_2025 AND mid_sized AS "credit.base-rate#49",
    year_2025 AND large AS "credit.base-rate#50",
    year_2025 AND "taxpayer.is-graduate" AND "taxpayer.is-mid" AS "credit.base-rate#51",
    year_2025 AND "taxpayer.is-graduate" AND NOT "taxpayer.is-mid" AS "credit.base-rate#52"
  FROM substance
),
rates AS (
  SELECT *,
    possible("tier.nst-semiconductor.claimable") AS possible_chips,
    "tier.nst-semiconductor.claimable" IS DISTINCT FROM TRUE AND possible("tier.nst.claimable") AS possible_nst,
    "tier.nst-semiconductor.claimable" IS DISTINCT FROM TRUE AND "tier.nst.claimable" IS DISTINCT FROM TRUE
      AND possible("tier.new-growth.claimable") AS possible_growth,
    "tier.nst-semiconductor.claimable" IS DISTINCT FROM TRUE AND "tier.nst.claimable" IS DISTINCT FROM TRUE
      AND "tier.new-growth.claimable" IS DISTINCT FROM TRUE AS possible_general,
    "credit.in-force" AND "claimant.qualifies" AND "asset.qualifies" AND (kind NOT IN {shared_utility} OR "asset.shared-counts"
      OR NOT "tier.nst.claimable" AND NOT "tier.new-growth.claimable") AND NOT "place.excluded" AND NOT "overlap.same-asset"
      AND NOT "overlap.same-year" AS "credit.eligible",
    least(maybe("credit.base-rate#20", 300), maybe("credit.base-rate#21", 200), maybe("credit.base-rate#22", 250)) AS regular_chips_low,
    greatest(maybe("credit.base-rate#20", 300), maybe("credit.base-rate#21", 200), maybe("credit.base-rate#22", 250)) AS regular_chips_high,
    least(maybe("credit.base-rate#23", 300), maybe("credit.base-rate#24", 200), maybe("credit.base-rate#25", 250),
      maybe("credit.base-rate#26", 250), maybe("credit.base-rate#27", 150)) AS temporary_chips_low,
    greatest(maybe("credit.base-rate#23", 300), maybe("credit.base-rate#24", 200), maybe("credit.base-rate#25", 250),
      maybe("credit.base-rate#26", 250), maybe("credit.base-rate#27", 150)) AS temporary_chips_high,
    least(maybe("credit.base-rate#11", 160), maybe("credit.base-rate#12", 80), maybe("credit.base-rate#13", 60),
      maybe("credit.base-rate#15", 250), maybe("credit.base-rate#17", 150), maybe("credit.base-rate#19", 200)) AS regular_nst_low,
    greatest(maybe("credit.base-rate#11", 160), maybe("credit.base-rate#12", 80), maybe("credit.base-rate#13", 60),
      maybe("credit.base-rate#15", 250), maybe("credit.base-rate#17", 150), maybe("credit.base-rate#19", 200)) AS regular_nst_high,
    least(maybe("credit.base-rate#16", 250), maybe("credit.base-rate#18", 150), maybe("credit.base-rate#19", 200),
      maybe("credit.base-rate#40", 120), maybe("credit.base-rate#41", 70), maybe("credit.base-rate#42", 10)) AS temporary_nst_low,
    greatest(maybe("credit.base-rate#16", 250), maybe("credit.base-rate#18", 150), maybe("credit.base-rate#19", 200),
      maybe("credit.base-rate#40", 120), maybe("credit.base-rate#41", 70), maybe("credit.base-rate#42", 10)) AS temporary_nst_high,
    least(maybe("credit.base-rate#6", 120), maybe("credit.base-rate#7", 50), maybe("credit.base-rate#8", 60),
      maybe("credit.base-rate#9", 30), maybe("credit.base-rate#10", 90)) AS regular_growth_low,
    greatest(maybe("credit.base-rate#6", 120), maybe("credit.base-rate#7", 50), maybe("credit.base-rate#8", 60),
      maybe("credit.base-rate#9", 30), maybe("credit.base-rate#10", 90)) AS regular_growth_high,
    least(maybe("credit.base-rate#31", 180), maybe("credit.base-rate#32", 100), maybe("credit.base-rate#33", 60),
      maybe("credit.base-rate#37", 140), maybe("credit.base-rate#38", 80), maybe("credit.base-rate#39", 30),
      maybe("credit.base-rate#40", 120), maybe("credit.base-rate#41", 70), maybe("credit.base-rate#42", 10),
      maybe("credit.base-rate#48", 140), maybe("credit.base-rate#49", 80), maybe("credit.base-rate#50", 30),
      maybe("credit.base-rate#51", 80), maybe("credit.base-rate#52", 30)) AS temporary_growth_low,
    greatest(maybe("credit.base-rate#31", 180), maybe("credit.base-rate#32", 100), maybe("credit.base-rate#33", 60),
      maybe("credit.base-rate#37", 140), maybe("credit.base-rate#38", 80), maybe("credit.base-rate#39", 30),
      maybe("credit.base-rate#40", 120), maybe("credit.base-rate#41", 70), maybe("credit.base-rate#42", 10),
      maybe("credit.base-rate#48", 140), maybe("credit.base-rate#49", 80), maybe("credit.base-rate#50", 30),
      maybe("credit.base-rate#51", 80), maybe("credit.base-rate#52", 30)) AS temporary_growth_high,
    least(maybe("credit.base-rate#1", 100), maybe("credit.base-rate#2", 30), maybe("credit.base-rate#3", 50),
      maybe("credit.base-rate#4", 10), maybe("credit.base-rate#5", 75)) AS regular_general_low,
    greatest(maybe("credit.base-rate#1", 100), maybe("credit.base-rate#2", 30), maybe("credit.base-rate#3", 50),
      maybe("credit.base-rate#4", 10), maybe("credit.base-rate#5", 75)) AS regular_general_high,
    least(maybe("credit.base-rate#28", 120), maybe("credit.base-rate#29", 70), maybe("credit.base-rate#30", 30),
      maybe("credit.base-rate#34", 120), maybe("credit.base-rate#35", 70), maybe("credit.base-rate#36", 10),
      maybe("credit.base-rate#43", 120), maybe("credit.base-rate#44", 70), maybe("credit.base-rate#45", 10),
      maybe("credit.base-rate#46", 70), maybe("credit.base-rate#47", 10)) AS temporary_general_low,
    greatest(maybe("credit.base-rate#28", 120), maybe("credit.base-rate#29", 70), maybe("credit.base-rate#30", 30),
      maybe("credit.base-rate#34", 120), maybe("credit.base-rate#35", 70), maybe("credit.base-rate#36", 10),
      maybe("credit.base-rate#43", 120), maybe("credit.base-rate#44", 70), maybe("credit.base-rate#45", 10),
      maybe("credit.base-rate#46", 70), maybe("credit.base-rate#47", 10)) AS temporary_general_high
  FROM gates
),
bounds AS (
  -- over the tiers that are possible, open as soon as one of them has no rate
  SELECT *,
    CASE WHEN possible_chips AND regular_chips_low IS NULL OR possible_nst AND regular_nst_low IS NULL
        OR possible_growth AND regular_growth_low IS NULL OR possible_general AND regular_general_low IS NULL THEN NULL
      ELSE least(CASE WHEN possible_chips THEN regular_chips_low END, CASE WHEN possible_nst THEN regular_nst_low END,
        CASE WHEN possible_growth THEN regular_growth_low END, CASE WHEN possible_general THEN regular_general_low END) END
      AS regular_low,
    CASE WHEN possible_chips AND regular_chips_high IS NULL OR possible_nst AND regular_nst_high IS NULL
        OR possible_growth AND regular_growth_high IS NULL OR possible_general AND regular_general_high IS NULL THEN NULL
      ELSE greatest(CASE WHEN possible_chips THEN regular_chips_high END, CASE WHEN possible_nst THEN regular_nst_high END,
        CASE WHEN possible_growth THEN regular_growth_high END, CASE WHEN possible_general THEN regular_general_high END) END
      AS regular_high,
    CASE WHEN possible_chips AND temporary_chips_low IS NULL OR possible_nst AND temporary_nst_low IS NULL
        OR possible_growth AND temporary_growth_low IS NULL OR possible_general AND temporary_general_low IS NULL THEN NULL
      ELSE least(CASE WHEN possible_chips THEN temporary_chips_low END, CASE WHEN possible_nst THEN temporary_nst_low END,
        CASE WHEN possible_growth THEN temporary_growth_low END, CASE WHEN possible_general THEN temporary_general_low END) END
      AS temporary_low,
    CASE WHEN possible_chips AND temporary_chips_high IS NULL OR possible_nst AND temporary_nst_high IS NULL
        OR possible_growth AND temporary_growth_high IS NULL OR possible_general AND temporary_general_high IS NULL THEN NULL
      ELSE greatest(CASE WHEN possible_chips THEN temporary_chips_high END, CASE WHEN possible_nst THEN temporary_nst_high END,
        CASE WHEN possible_growth THEN temporary_growth_high END, CASE WHEN possible_general THEN temporary_general_high END) END
      AS temporary_high
  FROM rates
),
credits AS (
  -- nothing of nothing, whatever the rate; the fraction of a won is dropped
  SELECT *,
    CASE WHEN amount_high = 0 THEN 0 ELSE amount_low * regular_low // 1000 END AS regular_credit_low,
    CASE WHEN amount_high = 0 THEN 0 ELSE amount_high * regular_high // 1000 END AS regular_credit_high,
    CASE WHEN amount_high = 0 THEN 0 ELSE amount_low * temporary_low // 1000 END AS temporary_credit_low,
    CASE WHEN amount_high = 0 THEN 0 ELSE amount_high * temporary_high // 1000 END AS temporary_credit_high
  FROM bounds
),
decided AS (
  SELECT *,
    possible_chips AS "possible:claimable:nst_semiconductor", possible_nst AS "possible:claimable:nst",
    possible_growth AS "possible:claimable:new_growth", possible_general AS "possible:claimable:general",
    regular_chips_low * 1_000_000 AS "credit.base-rate:regular:nst_semiconductor:low",
    regular_chips_high * 1_000_000 AS "credit.base-rate:regular:nst_semiconductor:high",
    regular_nst_low * 1_000_000 AS "credit.base-rate:regular:nst:low",
    regular_nst_high * 1_000_000 AS "credit.base-rate:regular:nst:high",
    regular_growth_low * 1_000_000 AS "credit.base-rate:regular:new_growth:low",
    regular_growth_high * 1_000_000 AS "credit.base-rate:regular:new_growth:high",
    regular_general_low * 1_000_000 AS "credit.base-rate:regular:general:low",
    regular_general_high * 1_000_000 AS "credit.base-rate:regular:general:high",
    regular_low * 1_000_000 AS "rate:regular:claimable:low",
    regular_high * 1_000_000 AS "rate:regular:claimable:high",
    CASE WHEN "credit.eligible" THEN regular_credit_low WHEN "credit.eligible" IS NULL THEN 0 * regular_credit_low ELSE 0 END
      AS "own:regular:claimable:low",
    CASE WHEN possible("credit.eligible") THEN regular_credit_high ELSE 0 END AS "own:regular:claimable:high",
    temporary_chips_low * 1_000_000 AS "credit.base-rate:temporary:nst_semiconductor:low",
    temporary_chips_high * 1_000_000 AS "credit.base-rate:temporary:nst_semiconductor:high",
    temporary_nst_low * 1_000_000 AS "credit.base-rate:temporary:nst:low",
    temporary_nst_high * 1_000_000 AS "credit.base-rate:temporary:nst:high",
    temporary_growth_low * 1_000_000 AS "credit.base-rate:temporary:new_growth:low",
    temporary_growth_high * 1_000_000 AS "credit.base-rate:temporary:new_growth:high",
    temporary_general_low * 1_000_000 AS "credit.base-rate:temporary:general:low",
    temporary_general_high * 1_000_000 AS "credit.base-rate:temporary:general:high",
    temporary_low * 1_000_000 AS "rate:temporary:claimable:low",
    temporary_high * 1_000_000 AS "rate:temporary:claimable:high",
    CASE WHEN "credit.eligible" THEN temporary_credit_low WHEN "credit.eligible" IS NULL THEN 0 * temporary_credit_low ELSE 0 END
      AS "own:temporary:claimable:low",
    CASE WHEN possible("credit.eligible") THEN temporary_credit_high ELSE 0 END AS "own:temporary:claimable:high"
  FROM credits
)
