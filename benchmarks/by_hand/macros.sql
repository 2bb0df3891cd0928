-- Three-valued tests: TRUE or FALSE only where every value that is possible agrees.
CREATE TEMP MACRO reaches(low, high, bound) AS CASE WHEN low >= bound THEN TRUE WHEN high < bound THEN FALSE END;
CREATE TEMP MACRO not_before(low, high, other_low, other_high) AS
  CASE WHEN low >= other_high THEN TRUE WHEN high < other_low THEN FALSE END;
CREATE TEMP MACRO possible(test) AS test IS DISTINCT FROM FALSE;
CREATE TEMP MACRO maybe(test, number) AS CASE WHEN test IS DISTINCT FROM FALSE THEN number END;

-- Days from ordinals, and the same day some months later: from the last day of a month to the last day of a month.
CREATE TEMP MACRO day_of(ordinal) AS DATE '0001-01-01' + CAST(ordinal - 1 AS INTEGER);
CREATE TEMP MACRO later(day, months) AS
  CASE WHEN day = last_day(day) THEN last_day(day + to_months(months)) ELSE CAST(day + to_months(months) AS DATE) END;
CREATE TEMP MACRO month_end_later(day, months) AS last_day(day + to_months(months));
