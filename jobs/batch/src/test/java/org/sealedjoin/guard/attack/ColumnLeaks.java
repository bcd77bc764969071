package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.col;
import static org.sealedjoin.guard.Clinic.PLANTED;
import static org.sealedjoin.guard.attack.Leak.rows;
import static org.sealedjoin.guard.attack.Leak.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataTypes;

/** By what is made of the column: expressions, aggregates that echo, windows. */
final class ColumnLeaks {
    private static final String IS_PLANTED = "phone = '" + PLANTED + "'";

    private ColumnLeaks() {}

    static List<Leak> all() {
        var leaks = new ArrayList<Leak>();
        leaks.addAll(expressions());
        leaks.addAll(failures());
        leaks.addAll(aggregates());
        leaks.addAll(windows());
        leaks.addAll(places());
        return leaks;
    }

    private static Leak made(String expression, String evidence) {
        return sql(
                        "expression: " + expression,
                        "SELECT " + expression + " AS harmless FROM patients WHERE city = 'Leaktown'")
                .gives(evidence);
    }

    private static Leak echoed(String aggregate, String evidence) {
        return sql(
                        "aggregate: " + aggregate,
                        "SELECT " + aggregate + " AS harmless FROM patients WHERE city = 'Leaktown'")
                .gives(evidence);
    }

    private static List<Leak> expressions() {
        return List.of(
                made("phone", PLANTED),
                made("substring(phone, 9)", "0177"),
                made("left(phone, 8) || right(phone, 4)", PLANTED),
                made("concat_ws('-', city, phone)", PLANTED),
                made("reverse(phone)", "7710555"),
                made("lpad(phone, 20, '0')", PLANTED),
                made("translate(phone, '+', '')", "15005550177"),
                made("split(phone, '0')[3]", "177"),
                made("regexp_extract(phone, '(177)', 1)", "177"),
                made("regexp_replace(phone, '[+]', 'x')", "x15005550177"),
                made("format_string('%s', phone)", PLANTED),
                made("cast(try_cast(phone as bigint) as string)", "15005550177"),
                made("try_cast(phone as double) / 2", "7.5027"),
                made("try_cast(phone as bigint) & 255", "["),
                made("shiftright(try_cast(phone as bigint), 1)", "7502775088"),
                made("conv(substring(phone, 9), 10, 16)", "[B1]"),
                made("hex(phone)", "2B3135"),
                made("base64(encode(phone, 'utf-8'))", "KzE1"),
                made("sha2(phone, 256)", "["),
                made("hash(phone)", "["),
                made("xxhash64(phone)", "["),
                made("crc32(phone)", "["),
                made("base64(aes_encrypt(phone, 'abcdefghijklmnop', 'ECB'))", "["),
                made("mask(phone)", "+nnnnnnnnnnn"),
                made("to_json(struct(phone))", PLANTED),
                made("to_csv(struct(phone))", PLANTED),
                made("struct(phone).phone", PLANTED),
                made("named_struct('a', array(phone))", PLANTED),
                made("map('a', phone)['a']", PLANTED),
                made("array(phone, city)[0]", PLANTED),
                made("element_at(map_from_arrays(array('k'), array(phone)), 'k')", PLANTED),
                made("transform(array(phone), x -> concat(x, '!'))", PLANTED + "!"),
                made("aggregate(array(phone), '', (a, x) -> a || x)", PLANTED),
                made("filter(array(city), x -> " + IS_PLANTED + ")", "Leaktown"),
                made("explode(array(phone))", PLANTED),
                made("stack(1, phone)", PLANTED),
                made("inline(array(struct(phone)))", PLANTED),
                made("length(phone)", "[12]"),
                made("ascii(substring(phone, 12))", "[55]"),
                made("levenshtein(phone, '+15005550100')", "[2]"),
                made("soundex(phone)", "["),
                made("instr(phone, '177')", "[10]"),
                made(IS_PLANTED, "[true]"),
                made("phone LIKE '%177'", "[true]"),
                made("phone IN ('" + PLANTED + "')", "[true]"),
                made("phone > '+15005550176'", "[true]"),
                made("phone <=> '" + PLANTED + "'", "[true]"),
                made("CASE WHEN " + IS_PLANTED + " THEN 'it is' ELSE 'no' END", "it is"),
                made("if(phone LIKE '%7', 'it is', 'no')", "it is"),
                made("coalesce(phone, 'none')", PLANTED),
                made("nullif(phone, 'none')", PLANTED),
                made("nullif(phone, '" + PLANTED + "') IS NULL", "[true]"),
                made("nvl2(nullif(phone, '" + PLANTED + "'), 'no', 'it is')", "it is"),
                made("greatest(phone, '')", PLANTED),
                made("isnull(CASE WHEN " + IS_PLANTED + " THEN NULL ELSE 1 END)", "[true]"),
                made("repeat('x', try_cast(substring(phone, 12) as int))", "xxxxxxx"),
                made("date_add(date'2026-01-01', try_cast(substring(phone, 9) as int))", "2026-06-27"),
                made("rand(try_cast(1 as int)) * 0 + try_cast(substring(phone, 9) as int)", "177"),
                made("typeof(phone) || phone", PLANTED),
                made("parse_json(to_json(array(phone)))", PLANTED),
                made("url_encode(phone)", "%2B15005550177"));
    }

    /** Messages of failures, which end in logs. */
    private static List<Leak> failures() {
        return List.of(
                told("raise_error(phone)"),
                told("CASE WHEN " + IS_PLANTED + " THEN raise_error('it is') END"),
                told("assert_true(" + IS_PLANTED + ")"),
                told("assert_true(false, phone)"),
                told("cast(replace(phone, '+', 'x') as int)"),
                told("to_date(phone, 'yyyy')"),
                told("max", "element_at(array(1, 2), try_cast(substring(phone, 9) as int))"),
                told("max", "array(1, 2)[try_cast(substring(phone, 9) as int)]"),
                made("reflect('java.lang.String', 'valueOf', phone)", PLANTED),
                made("java_method('java.lang.System', 'setProperty', 'stolen', phone)", "["));
    }

    private static Leak told(String expression) {
        return told("count", expression);
    }

    private static Leak told(String aggregate, String expression) {
        return sql(
                        "told: " + expression,
                        "SELECT " + aggregate + "(x) FROM (SELECT " + expression
                                + " AS x FROM patients DISTRIBUTE BY city)")
                .unseen();
    }

    private static List<Leak> aggregates() {
        return List.of(
                echoed("min(phone)", PLANTED),
                echoed("max(phone)", PLANTED),
                echoed("first(phone)", PLANTED),
                echoed("last(phone)", PLANTED),
                echoed("any_value(phone)", PLANTED),
                echoed("collect_list(phone)", PLANTED),
                echoed("collect_set(phone)", PLANTED),
                echoed("listagg(phone, ',')", PLANTED),
                echoed("mode(phone)", PLANTED),
                echoed("max_by(phone, city)", PLANTED),
                echoed("max_by(city, phone)", "Leaktown"),
                echoed("approx_percentile(try_cast(phone as double), 0.5)", "1.5005550177E10"),
                echoed("percentile_disc(0.5) WITHIN GROUP (ORDER BY try_cast(phone as double))", "1.5005550177E10"),
                echoed("approx_top_k(phone)", PLANTED),
                echoed(
                        "hex(cast(bitmap_construct_agg(bitmap_bit_position(try_cast(substring(phone, 9) as int))) as binary))",
                        "["),
                echoed("hex(hll_sketch_agg(phone))", "["),
                echoed("hex(count_min_sketch(phone, 0.5d, 0.5d, 1))", "["),
                echoed("histogram_numeric(try_cast(phone as double), 2)", "1.5005550177E10"),
                echoed("approx_count_distinct(phone)", "[1]"),
                echoed("count(DISTINCT phone)", "[1]"),
                echoed("sum(try_cast(phone as double))", "1.5005550177E10"),
                echoed("avg(length(phone))", "12.0"),
                echoed("bit_xor(try_cast(phone as bigint))", "15005550177"),
                echoed("bool_or(" + IS_PLANTED + ")", "true"),
                echoed("count(nullif(phone, '" + PLANTED + "'))", "[0]"),
                echoed("struct(max(phone), 1)", PLANTED),
                sql("group by the number", "SELECT phone, count(*) FROM patients GROUP BY phone"),
                sql("group by part of the number", "SELECT right(phone, 3), count(*) FROM patients GROUP BY 1")
                        .gives("[177,1]"),
                sql("group sizes only", "SELECT 'size', count(*) FROM patients GROUP BY left(phone, 11)")
                        .gives("[size,"),
                sql("group by ALL", "SELECT phone, count(*) FROM patients GROUP BY ALL"),
                sql("ROLLUP", "SELECT phone, count(*) FROM patients GROUP BY ROLLUP (phone)"),
                sql("CUBE", "SELECT city, phone, count(*) FROM patients GROUP BY CUBE (city, phone)"),
                sql(
                        "GROUPING SETS",
                        "SELECT city, phone, count(*) FROM patients GROUP BY GROUPING SETS ((city), (phone))"),
                sql(
                                "count per key of matches",
                                "SELECT city, count(*) FROM patients WHERE phone LIKE '%177' GROUP BY city")
                        .gives("[Leaktown,1]"));
    }

    /** Columns named by their place in the row, not by a name that the guard could follow. */
    private static List<Leak> places() {
        return List.of(rows(
                "first column of the row, whichever it is",
                clinic -> clinic.patients()
                        .select(
                                ExpressionUtils.column(new BoundReference(0, DataTypes.StringType, true))
                                        .as("x"),
                                col("phone").isNotNull())));
    }

    private static List<Leak> windows() {
        return List.of(
                sql("window: lag", "SELECT city, lag(phone, -1) OVER (ORDER BY city) FROM patients"),
                sql("window: lead", "SELECT city, lead(phone) OVER (ORDER BY city) FROM patients"),
                sql(
                        "window: first_value",
                        "SELECT city, first_value(phone) OVER (PARTITION BY city ORDER BY score) FROM patients"),
                sql(
                        "window: nth_value",
                        "SELECT city, nth_value(phone, 1) OVER (PARTITION BY city ORDER BY score) FROM patients"),
                sql("window: rank by the number", "SELECT city, rank() OVER (ORDER BY phone DESC) FROM patients")
                        .gives("[Leaktown,1]"),
                sql("window: ntile by the number", "SELECT city, ntile(5) OVER (ORDER BY phone) FROM patients")
                        .gives("[Leaktown,5]"),
                sql(
                                "window: count by the number",
                                "SELECT city, count(*) OVER (PARTITION BY right(phone, 1)) FROM patients")
                        .gives("[Leaktown,1]"),
                sql(
                        "window: running max",
                        "SELECT city, max(phone) OVER (ORDER BY city ROWS UNBOUNDED PRECEDING) FROM patients"),
                sql(
                                "window: one row kept a number",
                                "SELECT city FROM (SELECT city, row_number() OVER (PARTITION BY phone ORDER BY city) AS n FROM patients) WHERE n = 1")
                        .gives("[Leaktown]"));
    }
}
