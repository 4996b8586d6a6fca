// What java.util.regex does with a pattern on some texts: matching, finding, replacing, splitting.

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class Patterns {
    /** How many characters a question may look at before it counts as endless. */
    private static final int MOST_LOOKS = 5_000_000;

    private Patterns() {}

    static void search(Map<?, ?> request, Map<String, Object> answer) {
        Pattern pattern = Pattern.compile((String) request.get("pattern"));
        answer.put("groups", pattern.matcher("").groupCount());
        List<Object> answers = new ArrayList<>();
        for (Object text : (List<?>) request.get("texts")) {
            answers.add(search(pattern, (String) text, (String) request.get("replacement")));
        }
        answer.put("texts", answers);
    }

    private static Map<String, Object> search(Pattern pattern, String text, String replacement) {
        Map<String, Object> answer = new LinkedHashMap<>();
        put(answer, "matches", () -> pattern.matcher(new Watched(text)).matches());
        put(answer, "found", () -> found(pattern.matcher(new Watched(text))));
        put(answer, "all", () -> pattern.matcher(new Watched(text)).replaceAll(replacement));
        put(answer, "first", () -> pattern.matcher(new Watched(text)).replaceFirst(replacement));
        put(answer, "split", () -> {
            List<Object> parts = new ArrayList<>();
            for (int limit : new int[] {0, -1, 2}) {
                parts.add(List.of(pattern.split(new Watched(text), limit)));
            }
            return parts;
        });
        return answer;
    }

    /** Puts what is supplied; an empty map where Java has no answer, and its error where it refuses. */
    private static void put(Map<String, Object> answer, String name, Supplier<Object> supplier) {
        try {
            answer.put(name, supplier.get());
        } catch (Endless | StackOverflowError endless) {
            answer.put(name, Map.of());
        } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
            answer.put(name, Map.of("error", refused.toString()));
        }
    }

    private static List<Object> found(Matcher matcher) {
        List<Object> all = new ArrayList<>();
        while (matcher.find()) {
            List<Object> places = new ArrayList<>();
            for (int group = 0; group <= matcher.groupCount(); group++) {
                places.add(matcher.start(group));
                places.add(matcher.end(group));
            }
            all.add(places);
        }
        return all;
    }

    private static final class Endless extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A text that does not let itself be looked at for ever. */
    private static final class Watched implements CharSequence {
        private final String text;
        private int looks;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new Endless();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
