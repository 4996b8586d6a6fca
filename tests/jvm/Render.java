// The engines that API Gateway's mapping templates and selection patterns are written for, behind
// JSON lines: one case on each line of standard input, one answer on each line of standard output.
//
//   {"kind":"render","template":"…","body":"…","path":{},"querystring":{},"header":{},
//    "stageVariables":{},"context":{}}                     → {"ok":"…"} or {"error":"…"}
//   {"kind":"time","rounds":1000,"bodies":["…"], and what "render" takes}    → {"ok":"…"}: nanoseconds for one rendering, warm
//   {"kind":"match","pattern":"…","message":"…"}           → {"matches":…,"find":…,"lookingAt":…} or {"error":"…"}
//   {"kind":"search","pattern":"…","replacement":"…","texts":["…"]}
//                   → {"groups":1,"texts":[{"matches":…,"found":[[0,1,0,1]],"all":"…","first":"…","split":[["…"],["…"],["…"]]}]}
//   {"kind":"integration","name":"…","integration":{}}     → {}; the following two name it
//   {"kind":"event","integration":"…","mediaType":"…", and what "render" takes}   → {"ok":"…"} or {"error":"…"}
//   {"kind":"respond","integration":"…","failed":true,"body":"…"}
//                   → {"selected":["…"],"agreed":true,"status":404,"headers":{},"body":"…"} or {"error":"…"}
//
// In "respond" the body is the payload of the invocation; "message" replaces the text that the patterns see.
//
// Build and run it (Debian's packages default-jdk-headless, velocity, libjsonpath-java, libjson-smart-java,
// libcommons-lang-java, libcommons-collections3-java, libslf4j-java; the jars are in /usr/share/java):
//
//   jars=$(printf '/usr/share/java/%s.jar:' velocity json-path json-smart accessors-smart asm \
//          commons-lang commons-collections3 slf4j-api slf4j-nop)
//   javac -cp "$jars" -d target/jvm tests/jvm/*.java
//   java -Xss16m -cp "$jars:target/jvm" Render

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.minidev.json.JSONObject;
import net.minidev.json.JSONStyle;
import net.minidev.json.JSONValue;
import org.apache.commons.lang.StringEscapeUtils;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.app.event.InvalidReferenceEventHandler;
import org.apache.velocity.context.Context;
import org.apache.velocity.context.InternalContextAdapterImpl;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.directive.StopCommand;
import org.apache.velocity.runtime.log.NullLogChute;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.apache.velocity.util.introspection.Info;

public final class Render {
    private static final JsonSmartJsonProvider JSON = new JsonSmartJsonProvider();
    private static final Configuration PATHS = Configuration.builder().jsonProvider(JSON).build();
    private static final RuntimeInstance VELOCITY = velocity();
    private static final Map<String, Gateway> GATEWAYS = new HashMap<>();

    public static void main(String[] arguments) throws IOException {
        BufferedReader cases = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = cases.readLine(); line != null; line = cases.readLine()) {
            answers.print(JSONObject.toJSONString(answer(line), JSONStyle.LT_COMPRESS));
            answers.print('\n');
            if (!cases.ready()) {
                answers.flush();
            }
        }
        answers.flush();
    }

    private static Map<String, Object> answer(String line) {
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            Map<?, ?> request = (Map<?, ?>) JSON.parse(line);
            switch ((String) request.get("kind")) {
                case "match" -> match(request, answer);
                case "time" -> answer.put("ok", Long.toString(time(request)));
                case "search" -> Patterns.search(request, answer);
                case "integration" -> GATEWAYS.put(
                    (String) request.get("name"), new Gateway(member(request, "integration")));
                case "event" -> answer.put("ok", gateway(request).event(request));
                case "respond" -> gateway(request).respond(request, answer);
                default -> answer.put("ok", new Template((String) request.get("template")).render(request));
            }
        } catch (Exception | Error failure) {
            answer.clear();
            answer.put("error", failure.toString());
        }
        return answer;
    }

    /** The nanoseconds of one rendering, each with another body, after as many that are not counted. */
    private static long time(Map<?, ?> request) {
        Template template = new Template((String) request.get("template"));
        List<Map<Object, Object>> requests = new ArrayList<>();
        for (Object body : (List<?>) request.get("bodies")) {
            Map<Object, Object> other = new HashMap<>(request);
            other.put("body", body);
            requests.add(other);
        }
        int rounds = ((Number) request.get("rounds")).intValue();
        long length = 0;
        long start = 0;
        for (int round = -rounds; round < rounds; round++) {
            if (round == 0) {
                start = System.nanoTime();
            }
            length += template.render(requests.get(Math.floorMod(round, requests.size()))).length();
        }
        long nanos = System.nanoTime() - start;
        return length < 0 ? 0 : nanos / rounds;
    }

    private static void match(Map<?, ?> request, Map<String, Object> answer) {
        Matcher matcher = Pattern.compile((String) request.get("pattern")).matcher((String) request.get("message"));
        answer.put("matches", matcher.matches());
        matcher.reset();
        answer.put("find", matcher.find());
        matcher.reset();
        answer.put("lookingAt", matcher.lookingAt());
    }

    private static Gateway gateway(Map<?, ?> request) {
        return GATEWAYS.get((String) request.get("integration"));
    }

    static Object parse(String json) {
        return JSON.parse(json);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> member(Map<?, ?> request, String name) {
        Object value = request.get(name);
        return value == null ? new LinkedHashMap<>() : (Map<String, Object>) value;
    }

    /** A mapping template, parsed once. */
    static final class Template {
        private final SimpleNode nodes;

        Template(String text) {
            try {
                nodes = VELOCITY.parse(new StringReader(text), "template");
            } catch (ParseException invalid) {
                throw new IllegalArgumentException(invalid);
            }
        }

        String render(Map<?, ?> request) {
            return render(request, member(request, "context"));
        }

        String render(Map<?, ?> request, Map<String, Object> gatewayContext) {
            VelocityContext context = new VelocityContext();
            context.put("input", new Input(request));
            context.put("util", new Util());
            context.put("context", gatewayContext);
            context.put("stageVariables", member(request, "stageVariables"));
            if (request.containsKey("method")) {
                context.put("method", request.get("method"));
            }
            EventCartridge events = new EventCartridge();
            events.addEventHandler(new UnresolvedIsEmpty());
            events.attachToContext(context);
            StringWriter out = new StringWriter();
            InternalContextAdapterImpl adapter = new InternalContextAdapterImpl(context);
            adapter.pushCurrentTemplateName("template");
            nodes.init(adapter, VELOCITY);
            try {
                nodes.render(adapter, out);
            } catch (StopCommand stopped) {
                // What was rendered before `#stop` counts.
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
            return out.toString();
        }
    }

    private static RuntimeInstance velocity() {
        RuntimeInstance velocity = new RuntimeInstance();
        velocity.setProperty("runtime.log.logsystem", new NullLogChute());
        velocity.setProperty("directive.foreach.maxloops", 1000);
        velocity.setProperty("velocimacro.library", "");
        velocity.init();
        for (String name : new String[] {"macro", "evaluate", "parse", "include"}) {
            velocity.removeDirective(name);
        }
        return velocity;
    }

    /** An unresolved reference is the empty string, wherever it stands. */
    private static final class UnresolvedIsEmpty implements InvalidReferenceEventHandler {
        @Override
        public Object invalidGetMethod(Context context, String reference, Object object, String property, Info info) {
            return "";
        }

        @Override
        public boolean invalidSetMethod(Context context, String left, String right, Info info) {
            return false;
        }

        @Override
        public Object invalidMethod(Context context, String reference, Object object, String method, Info info) {
            return "";
        }
    }

    /** The {@code $input} of a mapping template. */
    public static final class Input {
        private final String body;
        private Object document;
        private final Map<String, Object> parameters = new LinkedHashMap<>();

        Input(Map<?, ?> request) {
            String given = (String) request.get("body");
            this.body = given == null || given.isEmpty() ? "{}" : given;
            for (String place : new String[] {"path", "querystring", "header"}) {
                parameters.put(place, member(request, place));
            }
        }

        @Override
        public String toString() {
            return "$input";
        }

        public String getBody() {
            return body;
        }

        public Object path(String path) {
            return read(path, null);
        }

        public String json(String path) {
            return JSONValue.toJSONString(read(path, ""), JSONStyle.LT_COMPRESS);
        }

        private Object read(String path, Object missing) {
            if (document == null) {
                document = JSON.parse(body);
            }
            if (document == null) {
                return missing;
            }
            try {
                return JsonPath.using(PATHS).parse(document).read(path);
            } catch (PathNotFoundException notFound) {
                return missing;
            }
        }

        public Map<String, Object> params() {
            return parameters;
        }

        public Object params(String name) {
            for (Object place : parameters.values()) {
                if (((Map<?, ?>) place).containsKey(name)) {
                    return ((Map<?, ?>) place).get(name);
                }
            }
            return "";
        }
    }

    /** The {@code $util} of a mapping template. */
    public static final class Util {
        @Override
        public String toString() {
            return "$util";
        }

        public String escapeJavaScript(Object text) {
            return StringEscapeUtils.escapeJavaScript(String.valueOf(text));
        }

        public Object parseJson(Object text) {
            return JSON.parse(String.valueOf(text));
        }

        public String urlEncode(Object text) throws IOException {
            return URLEncoder.encode(String.valueOf(text), "UTF-8");
        }

        public String urlDecode(Object text) throws IOException {
            return URLDecoder.decode(String.valueOf(text), "UTF-8");
        }

        public String base64Encode(Object text) {
            return Base64.getEncoder().encodeToString(String.valueOf(text).getBytes(StandardCharsets.UTF_8));
        }

        public String base64Decode(Object text) {
            return new String(Base64.getDecoder().decode(String.valueOf(text)), StandardCharsets.UTF_8);
        }
    }
}
