package dev.hostler.engine.runtime.docker;

import java.util.regex.Pattern;

/** The form of an image's name, as the engine reads it (grammar of distribution/reference), or an image's id. */
final class ImageReference {
    private static final String HOST = "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\\d+)?|\\[[0-9A-Fa-f:]+](:\\d+)?";
    private static final String PART = "[a-z0-9]+((\\.|__?|-+)[a-z0-9]+)*";
    private static final String TAG = ":\\w[\\w.-]{0,127}";
    private static final String DIGEST = "@[A-Za-z0-9+._-]+:[0-9a-fA-F]{32,}";
    private static final Pattern FORM = Pattern.compile(
            "((" + HOST + ")/)?" + PART + "(/" + PART + ")*(" + TAG + ")?(" + DIGEST + ")?|sha256:[0-9a-f]{64}");
    private static final int LONGEST = 512;

    private ImageReference() {}

    static void require(String image) {
        if (image.length() > LONGEST || !FORM.matcher(image).matches()) {
            throw ContainerProvider.refused(
                    "image",
                    image.length() > LONGEST ? image.substring(0, LONGEST) + "..." : image,
                    "it is no name of an image",
                    "write it like registry.example/team/app:1.0, in small letters");
        }
    }
}
