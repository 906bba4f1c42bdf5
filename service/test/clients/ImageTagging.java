import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Base64;

/** Obtains a token and tags a picture, as section 5.2 of the API reference does, with the JDK alone. */
public class ImageTagging {
    private static final String ENDPOINT = System.getenv("ENDPOINT");

    public static void main(String[] args) throws IOException {
        String image = System.getenv("IMAGE");
        boolean isUrl = image.startsWith("http://") || image.startsWith("https://");
        String field = isUrl
            ? "\"url\":\"" + image + "\""
            : "\"image\":\"" + Base64.getEncoder().encodeToString(Files.readAllBytes(Paths.get(image))) + "\"";
        System.out.println(read(post("/v1.0/image/tagging", token(), "{" + field + "}")));
    }

    private static String token() throws IOException {
        String body = String.format(
            "{\"auth\":{\"identity\":{\"methods\":[\"password\"],\"password\":{\"user\":{\"name\":\"%s\","
                + "\"password\":\"%s\",\"domain\":{\"name\":\"%s\"}}}},\"scope\":{\"project\":{\"name\":\"%s\"}}}}",
            System.getenv("IAM_USER"), System.getenv("IAM_PASSWORD"), System.getenv("IAM_ACCOUNT"),
            System.getenv("REGION"));
        HttpURLConnection answer = post("/v3/auth/tokens", null, body);
        if (answer.getResponseCode() != 201) {
            throw new IOException(read(answer));
        }
        return answer.getHeaderField("X-Subject-Token");
    }

    private static HttpURLConnection post(String path, String token, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(ENDPOINT + path).openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json; charset=UTF-8");
        if (token != null) {
            connection.setRequestProperty("X-Auth-Token", token);
        }
        connection.setDoOutput(true);
        try (OutputStream output = connection.getOutputStream()) {
            output.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return connection;
    }

    private static String read(HttpURLConnection connection) throws IOException {
        boolean failed = connection.getResponseCode() >= 400;
        try (InputStream input = failed ? connection.getErrorStream() : connection.getInputStream()) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
