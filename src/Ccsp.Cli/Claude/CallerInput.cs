using Ccsp.Cli.Submitting;

namespace Ccsp.Cli.Claude;

/// <summary>Reads the caller's standard input to its end, like claude: not from a terminal, and not for ever from a silent pipe.</summary>
internal static class CallerInput
{
    private const int MaximumBytes = 10 * 1024 * 1024;

    // claude itself waits three seconds for the first byte and then continues without input.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <param name="conversation">Whether claude would answer each line while the input stays open.</param>
    /// <returns>Null without input.</returns>
    /// <exception cref="CliFailure">It is too long, or a conversation that stays open.</exception>
    public static async Task<byte[]?> ReadAsync(Shell shell, bool conversation, CancellationToken cancellationToken)
    {
        if (shell.IsInTerminal)
            return null;
        var input = shell.InBytes();
        var first = new byte[64 * 1024];
        var reading = Task.Run(() => input.Read(first), cancellationToken);
        if (!await IsDoneInTimeAsync(reading, shell, cancellationToken))
            return conversation ? throw StaysOpen() : null;
        var read = await reading;
        if (read == 0)
            return [];
        var remaining = PromptInput.ReadAtMostAsync(input, MaximumBytes - read, cancellationToken);
        if (conversation && !await IsDoneInTimeAsync(remaining, shell, cancellationToken))
            throw StaysOpen();
        var rest = await remaining ?? throw CliFailure.Usage("standard input is longer than 10 MiB");
        return [.. first.AsSpan(0, read), .. rest];
    }

    private static async Task<bool> IsDoneInTimeAsync(Task reading, Shell shell, CancellationToken cancellationToken)
    {
        var done = await Task.WhenAny(reading, Task.Delay(Patience, shell.Clock, cancellationToken)) == reading;
        cancellationToken.ThrowIfCancellationRequested();
        return done;
    }

    // The run's supervisor uses a file as its stdin, so that no other process must stay alive for the run.
    private static CliFailure StaysOpen() => CliFailure.Usage(
        "with --input-format stream-json the whole input must be there: claude gets it at once, and the pipe stays open. Close it after "
            + "the last line, or call claude itself for a conversation");
}
