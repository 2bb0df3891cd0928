-- The claimant: its size, stated or from evidence, with the grace period, and who may claim at all.
grace AS (
  SELECT *,
    not_before(later(cause_day_low, 36), later(cause_day_high, 36), end_day_low, end_day_high) AS "size.three-years",
    not_before(later(cause_day_low, 60), later(cause_day_high, 60), end_day_low, end_day_high) AS "size.five-years",
    not_before(later(cause_day_low, 84), later(cause_day_high, 84), end_day_low, end_day_high) AS "size.seven-years",
    not_before(later(cause_day_low, 72), later(cause_day_high, 72), end_day_low, end_day_high) AS "size.six-years",
    not_before(later(cause_day_low, 96), later(cause_day_high, 96), end_day_low, end_day_high) AS "size.eight-years",
    not_before(later(cause_day_low, 120), later(cause_day_high, 120), end_day_low, end_day_high) AS "size.ten-years",
    ends_2024_11 AS "size.long-grace", NOT grace_kept AS "size.grace-lost", ends_2025_09 AS "size.thresholds-raised",
    size IN {sme} AS "size.sme-stated", size IN {graduate} AS "size.graduate-stated",
    size IN {mid} AS "size.mid-stated", size IN {large} AS "size.large-stated",
    in_group OR owned_by_large AS "size.barred-group", industry IN {consumer_service} AS "size.barred-consumer-service",
    starts_2025_02 AND industry IN {real_estate_rental} AS "size.barred-rental", starts_2025_02 AND passive AS "size.barred-passive",
    NOT ends_2025_09 AND (over_150 OR over_100 AND class_100 OR over_80 AND class_80 OR over_60 AND class_60
      OR over_40 AND class_40) AS "size.revenue-over-former",
    ends_2025_09 AND (over_180 OR over_120 AND class_100 OR over_100 AND class_80 OR over_80 AND class_60
      OR over_60 AND class_40) AS "size.revenue-over-raised",
    ends_2025_09 AND (over_150 AND NOT over_180 AND class_150 OR over_100 AND NOT over_120 AND class_100
      OR over_80 AND NOT over_100 AND industry IN {C11, C18, C21, C23, C27, C33, E37-39, J}
      OR over_60 AND NOT over_80 AND class_60 OR over_40 AND NOT over_60 AND class_40) AS "size.revenue-unsettled",
    large_revenue OR cross_shareholding OR group_owned OR industry IN {K} AS "size.not-mid",
    starts_2023 AND public AS "size.not-mid-public",
    excluded_business AS "claimant.excluded-business", cooperative AS "claimant.cooperative",
    estimated AND taxpayer NOT IN {individual} AS "claimant.estimated",
    research_2 AND nst_10 AS "technology.biosimilar-ratios",
    research_2 AND both_10 AND NOT nst_10 AS "technology.biosimilar-ratios-of-new-growth"
  FROM tests
),
limits AS (
  SELECT *,
    "size.revenue-unsettled" AS "size.threshold-risen",
    coalesce(stated_within_annex, CASE WHEN "size.revenue-unsettled" THEN TRUE END) AS within_annex,
    "size.revenue-over-former" OR "size.revenue-over-raised" AS "size.revenue-over",
    "size.barred-group" OR "size.barred-consumer-service" OR "size.barred-rental" OR "size.barred-passive" AS "size.barred",
    -- in a grace of three years, or of five (seven if listed) for growth in a tax year that ended from 2024-11-12
    growth AND cause_2024_11 AND ("size.five-years" OR listed AND "size.seven-years") AS long_grace_runs,
    NOT year_changed AND (NOT "size.seven-years" OR NOT "size.five-years" AND NOT listed OR NOT "size.three-years"
      AND (NOT ends_2024_11 OR NOT cause_2024_11 OR cause IN {criteria_change})) AS "size.grace-over",
    resident AND NOT "claimant.excluded-business" AND NOT "claimant.cooperative" AND NOT "claimant.estimated"
      AS "claimant.qualifies"
  FROM grace
),
sized AS (
  SELECT *,
    large_assets OR "size.revenue-over" OR "size.thresholds-raised" AND NOT within_annex OR related_exceed AS "size.exceeds",
    NOT "size.barred" AND NOT large_assets AND (NOT over_40 OR NOT "size.revenue-over")
      AND (NOT "size.revenue-unsettled" OR within_annex) AND NOT related_exceed AS "size.sme-within-limits",
    NOT "size.barred" AND grace_kept AND NOT year_changed AND cause_2017 AND "size.cause-arisen"
      AND ("size.three-years" OR ends_2024_11 AND long_grace_runs) AS "size.sme-in-grace",
    starts_2025 AND (NOT grace_kept OR NOT cause_2021 OR NOT year_changed AND (
      "size.cause-arisen" AND ("size.three-years" OR long_grace_runs)
      OR NOT "size.six-years" AND (NOT cause_2024_11 OR cause IN {criteria_change}
        OR cause_2024_12 AND (NOT "size.ten-years" OR NOT listed AND NOT "size.eight-years")))) AS "size.not-graduate"
  FROM limits
),
small AS (
  SELECT *,
    "size.exceeds" AND ("size.grace-lost" OR "size.grace-over") AS "size.sme-no-longer",
    coalesce(stated_sme, CASE WHEN "size.sme-within-limits" OR "size.sme-stated" THEN TRUE
      WHEN "size.exceeds" AND ("size.grace-lost" OR "size.grace-over") THEN FALSE WHEN "size.sme-in-grace" THEN TRUE
      WHEN "size.mid-stated" OR "size.large-stated" OR "size.graduate-stated" OR "size.barred" THEN FALSE END) AS "taxpayer.is-sme"
  FROM sized
),
evidence AS (
  SELECT *,
    starts_2025 AND NOT "taxpayer.is-sme" AND grace_kept AND NOT year_changed AND cause_2021
      AND ((NOT cause_2024_11 OR cause IN {criteria_change}) AND NOT "size.three-years" AND "size.six-years"
        OR cause_2024_12 AND growth AND (NOT listed AND NOT "size.five-years" AND "size.eight-years"
          OR listed AND NOT "size.seven-years" AND "size.ten-years")) AS "size.graduate-by-evidence",
    starts_2025 AND NOT "taxpayer.is-sme" AND grace_kept AND NOT year_changed AND cause_2024_11 AND NOT cause_2024_12 AND growth
      AND NOT listed AND NOT "size.five-years" AND "size.six-years" AS "size.graduate-between-dates",
    NOT "taxpayer.is-sme" AND NOT large_revenue AND NOT cross_shareholding AND NOT group_owned
      AND industry NOT IN {K, consumer_service} AND NOT "size.barred-rental" AND NOT "size.barred-passive"
      AND NOT "size.not-mid-public" AS "size.mid-by-evidence"
  FROM small
),
claimants AS (
  SELECT *,
    starts_2025 AND NOT "taxpayer.is-sme" AND coalesce(stated_graduate,
      CASE WHEN "size.sme-stated" OR "size.not-graduate" OR "size.mid-stated" OR "size.large-stated" THEN FALSE
        WHEN "size.graduate-stated" OR "size.graduate-by-evidence" OR "size.graduate-between-dates" THEN TRUE END)
      AS "taxpayer.is-graduate",
    NOT "taxpayer.is-sme" AND coalesce(stated_mid,
      CASE WHEN "size.sme-stated" OR "size.not-mid-public" OR "size.not-mid" THEN FALSE
        WHEN "size.mid-stated" OR "size.mid-by-evidence" THEN TRUE WHEN "size.large-stated" OR "size.barred-rental"
        OR "size.barred-passive" OR "size.barred-consumer-service" THEN FALSE END) AS "taxpayer.is-mid"
  FROM evidence
)
