using System.Text;

namespace Ccsp.Cli.Submitting;

/// <summary>
/// Reads piped input to its end. A silent pipe may never be written to or closed, as some programs leave for their children; after three
/// seconds, as in claude, a note is printed.
/// </summary>
internal static class PipedInput
{
    private const int MaximumBytes = 10 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole prompt; waits as long as it takes.</summary>
    public static async Task<string> PromptAsync(Shell shell, CancellationToken cancellationToken)
    {
        var (input, first) = Begin(shell);
        if (!await IsHereSoonAsync(first, shell, cancellationToken))
            shell.Error.WriteLine("ccsp: waiting for the prompt on standard input");
        return await ReadAsync(input, await first.WaitAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Input in addition to a prompt argument.</summary>
    /// <returns>Null without input.</returns>
    public static async Task<string?> BesideAsync(Shell shell, CancellationToken cancellationToken)
    {
        if (shell.IsInTerminal)
            return null;
        var (input, first) = Begin(shell);
        try
        {
            if (await IsHereSoonAsync(first, shell, cancellationToken))
                return await ReadAsync(input, await first, cancellationToken) is { Length: > 0 } text ? text : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            shell.Error.WriteLine($"ccsp: {ex.Message}; going on without it");
            return null;
        }

        shell.Error.WriteLine(
            "ccsp: nothing came on standard input within 3 s; going on without it (</dev/null says that there is none, and "
            + "without PROMPT it is waited for)");
        return null;
    }

    private static (Stream Input, Task<byte[]> First) Begin(Shell shell)
    {
        var input = shell.InBytes();
        return (input, Task.Run(() => First(input)));
    }

    private static byte[] First(Stream input)
    {
        var buffer = new byte[64 * 1024];
        return buffer[..input.Read(buffer)];
    }

    private static async Task<bool> IsHereSoonAsync(Task first, Shell shell, CancellationToken cancellationToken)
    {
        if (await Task.WhenAny(first, Task.Delay(Patience, shell.Clock, cancellationToken)) == first)
            return true;
        cancellationToken.ThrowIfCancellationRequested();
        return false;
    }

    private static async Task<string> ReadAsync(Stream input, byte[] first, CancellationToken cancellationToken)
    {
        if (first.Length == 0)
            return "";
        var rest = await PromptInput.ReadAtMostAsync(input, MaximumBytes - first.Length, cancellationToken)
            ?? throw CliFailure.Usage("standard input is longer than 10 MiB");
        try
        {
            return Strict.GetString([.. first, .. rest]);
        }
        catch (DecoderFallbackException ex)
        {
            throw CliFailure.Usage($"standard input is not UTF-8 (byte {ex.Index})");
        }
    }
}
