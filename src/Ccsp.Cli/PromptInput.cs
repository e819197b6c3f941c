using System.Text;

namespace Ccsp.Cli;

/// <summary>Where the prompt comes from: the argument, or every byte of standard input.</summary>
internal static class PromptInput
{
    private const int MaximumBytes = 10 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<string> ReadAsync(string? argument, Shell shell, CancellationToken stop)
    {
        if (argument is not null and not "-")
            return argument;
        if (argument is null && shell.IsInTerminal)
            throw CliFailure.Usage("a prompt is missing: give it as an argument or pipe it in");
        await using var input = shell.InBytes();
        var bytes = await ReadAtMostAsync(input, MaximumBytes, stop) ?? throw CliFailure.Usage("the prompt is longer than 10 MiB");
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException broken)
        {
            throw CliFailure.Usage($"the prompt is not UTF-8 (byte {broken.Index})");
        }
    }

    /// <returns>Null where there is more.</returns>
    public static async Task<byte[]?> ReadAtMostAsync(Stream input, int most, CancellationToken stop)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await input.ReadAsync(buffer, stop)) > 0)
        {
            all.Write(buffer, 0, read);
            if (all.Length > most)
                return null;
        }

        return all.ToArray();
    }
}
