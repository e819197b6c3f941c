namespace Ccsp.Cli.Claude;

/// <summary>The caller's standard input, read to its end as claude reads it: not from a terminal, and not for ever from a pipe nobody writes to.</summary>
internal static class CallerInput
{
    private const int MaximumBytes = 10 * 1024 * 1024;

    // claude itself waits three seconds for the first byte and goes on without.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <returns>Null where there is none.</returns>
    public static async Task<byte[]?> ReadAsync(Shell shell, CancellationToken stop)
    {
        if (shell.IsInTerminal)
            return null;
        var input = shell.InBytes();
        var first = new byte[64 * 1024];
        var reading = Task.Run(() => input.Read(first), stop);
        if (await Task.WhenAny(reading, Task.Delay(Patience, shell.Clock, stop)) != reading)
        {
            stop.ThrowIfCancellationRequested();
            return null;
        }

        var read = await reading;
        if (read == 0)
            return [];
        var rest = await PromptInput.ReadAtMostAsync(input, MaximumBytes - read, stop)
            ?? throw CliFailure.Usage("standard input is longer than 10 MiB");
        return [.. first.AsSpan(0, read), .. rest];
    }
}
