-- The asset, the overlaps, recognition with its last day to apply, and the site.
completions AS (
  -- the last completion of a claim within the tax year
  SELECT claim,
    CASE WHEN bool_or(done) THEN max(low) FILTER (WHERE done)
      WHEN NOT bool_or(done IS NULL AND low IS NULL) THEN min(low) FILTER (WHERE done IS NULL) END AS last_low,
    CASE WHEN NOT bool_or(possible(done) AND high IS NULL) THEN max(high) FILTER (WHERE possible(done)) END AS last_high
  FROM (SELECT claim, "fact:timeline.completed_on:low" AS low, "fact:timeline.completed_on:high" AS high,
      not_before("fact:tax_year.ends_on:low", "fact:tax_year.ends_on:high", low, high) AS done FROM {register})
  GROUP BY claim
),
timelines AS (
  SELECT *,
    day_of(last_low) AS last_day_low, day_of(last_high) AS last_day_high,
    day_of(completed_low) AS completed_day_low, day_of(completed_high) AS completed_day_high,
    not_before(ends_low, ends_high, completed_low, completed_high) AS "recognition.completed-this-year",
    not_before(started_low, started_high, starts_low, starts_high) OR prior_recognised AS "recognition.extra-year",
    not_before(later(end_day_low, 12), later(end_day_high, 12), completed_day_low, completed_day_high) AS completed_next_year,
    reaches(completed_low, completed_high, {2023-01-01}) AS completed_2023,
    recognition IN {recognised} AND recognised_as IN {nst} AS "recognition.nst",
    filed_2023 AS "recognition.conditional-claims",
    technology IN {semiconductor} AS "facility.semiconductor.researched",
    coalesce(stated_role, CASE WHEN technology IN {semiconductor} THEN {role: semiconductor_maker} END) AS role
  FROM claimants JOIN completions USING (claim)
),
due_rows AS (
  SELECT *,
    "recognition.completed-this-year" AND NOT completed_2023 AS "recognition.due-day#1",
    "recognition.completed-this-year" AND completed_2023 AS "recognition.due-day#2",
    NOT "recognition.completed-this-year" AND "recognition.extra-year" AND completed_next_year AS "recognition.due-day#3",
    NOT "recognition.completed-this-year" AND "recognition.extra-year" AND NOT completed_next_year AS "recognition.due-day#4",
    NOT "recognition.completed-this-year" AND NOT "recognition.extra-year" AS "recognition.due-day#5",
    month_end_later(last_day_low, 3) AS due_2_low, month_end_later(last_day_high, 3) AS due_2_high,
    month_end_later(completed_day_low, 3) AS due_3_low, month_end_later(completed_day_high, 3) AS due_3_high,
    month_end_later(end_day_low, 15) AS due_4_low, month_end_later(end_day_high, 15) AS due_4_high,
    month_end_later(end_day_low, 3) AS due_5_low, month_end_later(end_day_high, 3) AS due_5_high,
    role IN {semiconductor_maker} AS "facility.semiconductor.no-medicine",
    coalesce(stated_modality, CASE WHEN role IN {semiconductor_maker} THEN {modality: none_of_these} END) AS modality,
    "recognition.nst" AS "recognition.nst-for-new-growth",
    recognition IN {recognised} AND recognised_as IN {new_growth} OR "recognition.nst" AS "recognition.new-growth"
  FROM timelines
),
due AS (
  SELECT *,
    CASE WHEN possible("recognition.due-day#2") AND due_2_low IS NULL OR possible("recognition.due-day#3") AND due_3_low IS NULL
        OR possible("recognition.due-day#4") AND due_4_low IS NULL OR possible("recognition.due-day#5") AND due_5_low IS NULL
      THEN NULL ELSE least(maybe("recognition.due-day#1", DATE '2023-03-31'), maybe("recognition.due-day#2", due_2_low),
        maybe("recognition.due-day#3", due_3_low), maybe("recognition.due-day#4", due_4_low),
        maybe("recognition.due-day#5", due_5_low)) END AS due_low,
    CASE WHEN possible("recognition.due-day#2") AND due_2_high IS NULL OR possible("recognition.due-day#3") AND due_3_high IS NULL
        OR possible("recognition.due-day#4") AND due_4_high IS NULL OR possible("recognition.due-day#5") AND due_5_high IS NULL
      THEN NULL ELSE greatest(maybe("recognition.due-day#1", DATE '2023-03-31'), maybe("recognition.due-day#2", due_2_high),
        maybe("recognition.due-day#3", due_3_high), maybe("recognition.due-day#4", due_4_high),
        maybe("recognition.due-day#5", due_5_high)) END AS due_high
  FROM due_rows
),
applications AS (
  SELECT *,
    coalesce(day_of(applied_low) > due_high, FALSE) AS late, -- taken to be in time until the contrary is known
    reaches(due_low, due_high, DATE '2026-11-22') AS due_open, -- as known on that day
    kind IN {mould} AS "asset.mould",
    kind IN {clean_room} AND cost NOT IN {building} AS "asset.clean-room",
    kind IN {land} OR cost IN {land} AS "asset.land",
    kind IN {vehicle, ship_or_aircraft, tool_or_fixture} AS "asset.listed-as-excluded",
    purpose IN {research_and_test} AND kind IN {machinery, clean_room, other_tangible, tool_or_fixture}
      AND cost NOT IN {building, building_service} AND (research_unit OR recognition IN {recognised}) AS "asset.research",
    kind IN {transport_business_vehicle_or_ship, fishing_business_ship} AND "taxpayer.is-sme" AS "asset.sme-fleet",
    kind IN {software} AND "taxpayer.is-sme" AND software_use IN {business} AS "asset.sme-software",
    reaches(ip_low, ip_high, {2022-02-15}) AND kind IN {intellectual_property} AND ("taxpayer.is-sme" OR "taxpayer.is-mid")
      AND ip_korean AND NOT ip_related AS "asset.intellectual-property",
    judged_cost IS DISTINCT FROM {judged_cost: fails} AND cost IN {capitalised_interest, internal_labour, commissioning}
      AS "asset.cost-not-settled",
    judged_shared IS DISTINCT FROM {judged_shared: fails} AND kind IN {shared_utility} AS "asset.shared-counts",
    condition IN {used} AND kind NOT IN {intellectual_property} AS "asset.used",
    NOT actual_lending AS "asset.nothing-lent",
    starts_2025 AND judged_let IS DISTINCT FROM {judged_let: fails} AND customer_lease AS "asset.let-in-the-books",
    used_abroad AS "asset.abroad", other_credit AS "overlap.same-asset", kept_separately AS "overlap.separate-business",
    filed_2021 AS "credit.in-force"
  FROM due
),
assets AS (
  SELECT *,
    "recognition.conditional-claims" AND (recognition IN {applied} AND NOT late
      OR recognition IN {not_applied} AND due_open) AS "recognition.pending",
    (kind IN {building_or_structure} OR cost IN {building, building_service}) AND NOT "asset.clean-room" AS "asset.building",
    "asset.research" OR kind IN {vocational_training_facility, energy_saving_facility, environmental_facility,
      worker_welfare_facility, safety_facility} AS "asset.support",
    "asset.sme-fleet" OR "asset.sme-software" OR kind IN {construction_business_equipment, distribution_facility, warehouse,
      tourism_building, recreation_facility} AS "asset.industry-specific",
    (coalesce(judged_lease = {judged_lease: holds}, FALSE) OR judged_lease IS DISTINCT FROM {judged_lease: fails}
      AND (title OR bargain OR long_term OR full_value OR special_purpose)) AND NOT "asset.nothing-lent" AS "asset.finance-lease",
    starts_2025 AND coalesce(stated_let, CASE WHEN "asset.let-in-the-books" THEN TRUE END) AS "asset.let",
    other_relief AND NOT "overlap.separate-business" AS "overlap.same-year",
    reaches(site_low, site_high, {1990-01-01}) AS "place.site-from-1990", industrial AS "place.industrial-area",
    area_increases AS "place.expansion-of-area", NOT factory AND units_increase AS "place.expansion-of-units",
    NOT area_increases AND (factory OR NOT units_increase) AS "place.no-expansion",
    bio_complex IN {incheon_songdo_yeongjong, incheon_namdong} AS "place.bio-complex.growth-management",
    bio_complex IN {daejeon_yuseong, gangwon_chuncheon_hongcheon, jeonnam_hwasun, gyeongbuk_andong_pohang}
      AS "place.bio-complex.outside",
    region IN {seoul, incheon_michuhol, incheon_yeonsu, incheon_namdong, incheon_bupyeong, incheon_gyeyang, uijeongbu, guri,
      namyangju_control, hanam, goyang, suwon, seongnam, anyang, bucheon, gwangmyeong, gwacheon, uiwang, gunpo, siheung}
      AS "place.region.overconcentration",
    region IN {incheon_free_economic_zone, incheon_namdong_complex, incheon_ganghwa, incheon_ongjin, siheung_banwol, ansan, hwaseong,
      pyeongtaek, osan, gimpo, paju, yangju, pocheon, dongducheon, yeoncheon} AS "place.region.growth-management",
    NOT starts_2026_07 AND region IN {incheon_dong_or_jung_mainland, incheon_seo} AS "place.region.incheon-former-control",
    NOT starts_2026_07 AND region IN {incheon_seo_eight_quarters} AS "place.region.incheon-former-growth",
    NOT starts_2026_07 AND region IN {incheon_jung_islands} AS "place.region.incheon-former-islands",
    ends_2026_07 AND region IN {incheon_jemulpo, incheon_seohae} AS "place.region.incheon-2026-control",
    ends_2026_07 AND region IN {incheon_yeongjong, incheon_geomdan} AS "place.region.incheon-2026",
    region IN {icheon, yeoju, gwangju_gyeonggi, gapyeong, yangpyeong} AS "place.region.nature-conservation",
    region IN {busan, daegu, gwangju, daejeon, ulsan, sejong, gangwon, chungbuk, chungnam, jeonbuk, jeonnam, gyeongbuk, gyeongnam, jeju}
      AS "place.region.outside"
  FROM applications
),
sites AS (
  SELECT *,
    (kind IN {machinery, shared_utility, other_tangible, tool_or_fixture, vehicle, ship_or_aircraft, building_or_structure}
      OR "asset.mould" OR "asset.clean-room") AND NOT "asset.building" AND NOT "asset.listed-as-excluded" AS "asset.business-tangible",
    acquisition IN {finance_lease, operating_lease} AND NOT (acquisition IN {finance_lease} AND "asset.finance-lease") AS "asset.leased",
    "asset.support" OR exempt IN {support_facility, drug_quality_control, energy_annex, digital_broadcasting, telecom}
      AS "place.listed-asset",
    coalesce(stated_expansion, CASE WHEN "place.no-expansion" THEN FALSE
      WHEN "place.expansion-of-units" OR "place.expansion-of-area" THEN TRUE END) AS "place.expansion",
    coalesce(stated_zone = {zone: overconcentration}, CASE WHEN "place.region.overconcentration" THEN TRUE
      WHEN "place.region.outside" OR "place.region.nature-conservation" OR "place.region.incheon-former-islands"
        OR "place.region.incheon-former-growth" THEN FALSE
      WHEN "place.region.incheon-former-control" OR "place.region.incheon-2026-control" THEN TRUE
      WHEN "place.region.incheon-2026" OR "place.region.growth-management" OR "place.bio-complex.outside"
        OR "place.bio-complex.growth-management" THEN FALSE END) AS "place.control-zone"
  FROM assets
),
placed AS (
  SELECT *,
    ("asset.business-tangible" OR "asset.support" OR "asset.industry-specific" OR "asset.intellectual-property")
      AND NOT "asset.land" AND NOT "asset.cost-not-settled" AND NOT "asset.used" AND NOT "asset.leased" AND NOT "asset.let"
      AND NOT "asset.abroad" AS "asset.qualifies",
    "place.control-zone" AND "place.expansion" AND NOT "place.industrial-area" AND NOT "place.listed-asset"
      AS "place.excluded.expansion",
    "place.control-zone" AND "place.site-from-1990" AND NOT "taxpayer.is-sme" AND NOT "place.listed-asset"
      AS "place.excluded.non-sme"
  FROM sites
)
