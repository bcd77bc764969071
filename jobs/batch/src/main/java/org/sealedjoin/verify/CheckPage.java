package org.sealedjoin.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.sealedjoin.table.RunTables;

/** Guarantees 3 and 9 for the page of a finished run: it tells what the manifest tells, and no text in it can run or ask for anything. */
final class CheckPage {
    private static final String BEGIN = "<script type=\"application/json\" id=\"manifest\">";
    private static final String END = "</script>";
    private static final String POLICY = "http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;;";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunTables run;

    CheckPage(RunTables run) {
        this.run = run;
    }

    /** Nothing is wrong with a page that is not there: tables are what readers need. */
    List<Verdict> check(JsonNode manifest) {
        boolean same = run.page().map(page -> tells(page, manifest)).orElse(true);
        boolean closed = run.page().map(page -> page.contains(POLICY)).orElse(true);
        return List.of(
                Verdict.none(9, "page: its figures are not those of the manifest", same ? 0 : 1),
                Verdict.none(3, "page: may run what is not its own, or ask for something", closed ? 0 : 1));
    }

    private static boolean tells(String page, JsonNode manifest) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END, Math.max(0, begin));
        if (begin < 0 || end < 0 || page.indexOf(BEGIN, begin + 1) >= 0) {
            return false;
        }
        try {
            return JSON.readTree(page.substring(begin + BEGIN.length(), end)).equals(manifest);
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
