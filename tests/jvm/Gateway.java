// What API Gateway does around the engines: it picks an integration response by the message of a failed invocation,
// renders a mapping template, and makes the client's answer of both.

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One `x-amazon-apigateway-integration`, compiled once. */
final class Gateway {
    private static final String MAPPED = "method.response.header.";

    private final List<Answer> patterned = new ArrayList<>();
    private final Map<String, Render.Template> requests = new LinkedHashMap<>();
    private Answer byDefault;

    /** One member of `responses`. */
    private static final class Answer {
        String key;
        Pattern pattern;
        int status;
        Render.Template template;
        final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    Gateway(Map<?, ?> integration) {
        Render.member(integration, "requestTemplates").forEach(
            (mediaType, template) -> requests.put(mediaType, new Render.Template((String) template)));
        Render.member(integration, "responses").forEach((key, response) -> add(key, (Map<?, ?>) response));
    }

    private void add(String key, Map<?, ?> response) {
        Answer answer = new Answer();
        answer.key = key;
        answer.status = Integer.parseInt((String) response.get("statusCode"));
        Object template = Render.member(response, "responseTemplates").get("application/json");
        answer.template = template == null ? null : new Render.Template((String) template);
        Render.member(response, "responseParameters").forEach((target, value) -> answer.headers.put(
            target.substring(MAPPED.length()), constant((String) value)));
        if (key.equals("default")) {
            byDefault = answer;
        } else {
            answer.pattern = Pattern.compile(key);
            patterned.add(answer);
        }
    }

    private static String constant(String mapping) {
        if (!mapping.startsWith("'") || !mapping.endsWith("'")) {
            throw new IllegalArgumentException("not a constant: " + mapping);
        }
        return mapping.substring(1, mapping.length() - 1);
    }

    /** The event for a request of this media type. */
    String event(Map<?, ?> request) {
        Render.Template template = requests.get(request.get("mediaType"));
        if (template == null) {
            throw new IllegalArgumentException("415");
        }
        return template.render(request);
    }

    /**
     * The answer to the outcome of an invocation: the keys of all integration responses that take it, whether the three
     * ways to match agree, and what the client gets when exactly one does.
     */
    void respond(Map<?, ?> request, Map<String, Object> answer) {
        String payload = (String) request.get("body");
        String message = Boolean.TRUE.equals(request.get("failed")) ? message(request, payload) : "";
        List<String> selected = new ArrayList<>();
        Answer chosen = byDefault;
        boolean agreed = true;
        for (Answer candidate : patterned) {
            Matcher matcher = candidate.pattern.matcher(message);
            boolean matches = matcher.matches();
            agreed &= matches == matcher.reset().lookingAt();
            agreed &= matches == matcher.reset().find();
            if (matches) {
                selected.add(candidate.key);
                chosen = candidate;
            }
        }
        answer.put("selected", selected);
        answer.put("agreed", agreed);
        Map<String, Object> context = new LinkedHashMap<>(Render.member(request, "context"));
        Overrides overrides = new Overrides();
        context.put("responseOverride", overrides);
        String body = chosen.template == null ? payload : chosen.template.render(request, context);
        Object status = overrides.get("status");
        answer.put("status", status instanceof Integer ? status : chosen.status);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(chosen.headers);
        overrides.headers.forEach((name, value) -> headers.put((String) name, String.valueOf(value)));
        Map<String, String> lowerCase = new LinkedHashMap<>();
        headers.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        answer.put("headers", lowerCase);
        answer.put("body", body);
    }

    private static String message(Map<?, ?> request, String payload) {
        if (request.containsKey("message")) {
            return (String) request.get("message");
        }
        Object message = Render.parse(payload) instanceof Map<?, ?> error ? error.get("errorMessage") : null;
        return message instanceof String text ? text : "";
    }

    /** The `$context.responseOverride`, in which AWS lets nothing be set twice. */
    public static class Overrides extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1;
        final Once headers = new Once();

        Overrides() {
            super.put("header", headers);
        }

        @Override
        public Object put(String name, Object value) {
            if (containsKey(name)) {
                throw new IllegalStateException("an override is set twice: " + name);
            }
            return super.put(name, value);
        }
    }

    /** Header names without regard to case, each set once. */
    public static class Once extends TreeMap<Object, Object> {
        private static final long serialVersionUID = 1;

        Once() {
            super((one, other) -> String.CASE_INSENSITIVE_ORDER.compare(String.valueOf(one), String.valueOf(other)));
        }

        @Override
        public Object put(Object name, Object value) {
            if (containsKey(name)) {
                throw new IllegalStateException("a header is set twice: " + name);
            }
            if (!(value instanceof String)) {
                throw new IllegalStateException("the value of the header " + name + " is no text");
            }
            return super.put(name, value);
        }
    }
}
