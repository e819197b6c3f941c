using System.Globalization;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Parsing;
using Ccsp.Cli.Results;
using Ccsp.Cli.Submitting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Claude;

/// <summary>
/// <c>ccsp claude …</c>: with <c>-p</c> the unchanged command line runs through the gateway in the caller's directory with the caller's
/// stdin, and stdout, stderr and exit code are claude's. Without it this process becomes claude.
/// </summary>
internal static class DropIn
{
    private const string Engine = "claude";

    // Higher exit codes stand for signals.
    private const int FirstSignalCode = 128;

    public static async Task<int> RunAsync(string[] args)
    {
        var shell = Shell.OfProcess();
        if (!ClaudeArguments.Read(args).Print)
            return RealClaude.Become(shell, args);
        // Like bare claude, it ends with its terminal.
        using var interrupts = Interrupts.OfWaiting(shell.ExitHook);
        var exit = await RunAsync(args, shell, interrupts.Stop);
        return interrupts.Stop.IsCancellationRequested ? interrupts.ExitCode : exit;
    }

    public static Task<int> RunAsync(
        IReadOnlyList<string> args, Shell shell, CancellationToken cancellationToken) => Failures.GuardAsync(shell, async () =>
    {
        MisspeltVariables.Warn(shell, onlyNearOnes: true);
        using var client = Connection.Open(shell);
        await CallerLogin.CheckAsync(client, Engine, shell.Variable("CCSP_PROFILE"), shell, cancellationToken);
        var task = await DescribeAsync(args, shell, cancellationToken);
        using var attended = new AttendedTask(client, shell);
        var accepted = await attended.SubmitAsync(task, idempotencyKey: null, cancellationToken);
        var relay = new OutputRelay(client, accepted.Id, ClaudeArguments.Read(args).StreamsJson, shell);
        using var following = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var note = relay.NoteHoldAsync(following.Token);
        var ended = await RunCommand.FollowAsync(client, accepted.Id, relay, attended, shell, cancellationToken);
        await following.CancelAsync();
        await note;
        await relay.CompleteAsync(ended);
        return ExitCodeOf(ended, relay.SawRun, shell);
    });

    private static async Task<TaskSubmission> DescribeAsync(IReadOnlyList<string> args, Shell shell,
        CancellationToken cancellationToken) => new()
    {
        Engine = Engine,
        Arguments = args,
        Env = CallerLogin.Models(shell),
        Stdin = await CallerInput.ReadAsync(shell, ClaudeArguments.Read(args).TakesStream, cancellationToken),
        WorkingDirectory = shell.WorkingDirectory,
        DirectoryMode = DirectoryMode.Shared,
        Priority = PriorityOf(shell.Variable("CCSP_PRIORITY")),
        Agent = shell.Variable("CCSP_AGENT"),
        Profile = shell.Variable("CCSP_PROFILE"),
        TimeoutSeconds = SecondsOf(shell.Variable("CCSP_TIMEOUT_SECONDS")),
    };

    /// <summary>
    /// Claude's own exit code if claude exited by itself. Otherwise its code means nothing: 0 requires an answer, and without one the
    /// reason is printed.
    /// </summary>
    private static int ExitCodeOf(TaskView task, bool sawRun, Shell shell)
    {
        var code = task.Ending?.ExitCode ?? (task.Ending?.Signal is { } signal ? FirstSignalCode + signal : null);
        if (task.State == TaskState.Succeeded && sawRun)
            return code is > 0 and < FirstSignalCode ? code.Value : ExitCodes.Done;
        var byItself = task is { State: TaskState.Failed, Ending.Source: not "gateway" } && sawRun;
        return byItself && code is > 0 ? code.Value : Failures.Say(shell, TaskEnding.Sentence(task), ExitCodes.Failed);
    }

    private static Priority? PriorityOf(string? word)
    {
        if (word is null)
            return null;
        return EnumNames<Priority>.TryParse(word, out var priority)
            ? priority
            : throw CliFailure.Usage($"CCSP_PRIORITY is '{word}'; write {string.Join(", ", EnumNames<Priority>.All)}");
    }

    private static int? SecondsOf(string? text)
    {
        if (text is null)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? seconds
            : throw CliFailure.Usage($"CCSP_TIMEOUT_SECONDS is '{text}'; write a whole number of seconds");
    }
}
