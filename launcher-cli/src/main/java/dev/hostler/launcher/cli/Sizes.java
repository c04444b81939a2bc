package dev.hostler.launcher.cli;

import dev.hostler.api.job.ByteSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Amounts of memory as people write them; the same grammar as in a pipeline file. */
final class Sizes implements ITypeConverter<ByteSize> {
    @Override
    public ByteSize convert(String text) {
        return ByteSize.parse(text)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no size such as 512MiB or 2GiB"));
    }
}
