using System.Text;

namespace Ccsp.Cli.Submitting;

/// <summary>Reads the prompt: the argument, all of standard input, or both joined like <c>claude -p</c> does.</summary>
internal static class PromptInput
{
    private const int MaximumBytes = 10 * 1024 * 1024;

    /// <exception cref="CliFailure">There is no prompt; thrown before any request.</exception>
    public static async Task<string> ReadAsync(string? argument, Shell shell, CancellationToken cancellationToken) =>
        await JoinAsync(argument, shell, cancellationToken) is var prompt && !string.IsNullOrWhiteSpace(prompt)
            ? prompt
            : throw CliFailure.Usage("the prompt is empty: give it as an argument or pipe it in");

    private static async Task<string> JoinAsync(string? argument, Shell shell, CancellationToken cancellationToken)
    {
        if (argument is null && shell.IsInTerminal)
            throw CliFailure.Usage("a prompt is missing: give it as an argument or pipe it in");
        if (argument is null or "-")
            return await PipedInput.PromptAsync(shell, cancellationToken);
        if (await PipedInput.BesideAsync(shell, cancellationToken) is not { } beside)
            return argument;
        var prompt = argument.Length == 0 ? beside : $"{argument}\n{beside}";
        return Encoding.UTF8.GetByteCount(prompt) <= MaximumBytes
            ? prompt
            : throw CliFailure.Usage("the prompt with standard input is longer than 10 MiB");
    }

    /// <returns>Null when there is more.</returns>
    public static async Task<byte[]?> ReadAtMostAsync(Stream input, int most, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await input.ReadAsync(buffer, cancellationToken)) > 0)
        {
            all.Write(buffer, 0, read);
            if (all.Length > most)
                return null;
        }

        return all.ToArray();
    }
}
