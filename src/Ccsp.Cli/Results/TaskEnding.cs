using System.Globalization;
using Ccsp.Cli.Following;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Results;

/// <summary>
/// Reports the end of a task: the result on stdout, everything else on stderr, and an exit code that is 0 only with an answer.
/// </summary>
internal static class TaskEnding
{
    /// <param name="task">As stored by the gateway.</param>
    /// <param name="whole">The whole answer when the gateway stored only its beginning.</param>
    /// <param name="printResult">Whether the answer was not shown yet.</param>
    public static int Report(Shell shell, TaskView task, WholeResult? whole, bool json, bool printResult)
    {
        var done = task.State == TaskState.Succeeded;
        if (json && whole?.InMemory() is { } text)
            task = task with { Result = text, ResultTruncated = null };
        else if (!json && whole is not null)
            task = task with { ResultTruncated = null };
        if (json)
            JsonOutput.Write(shell, task, JsonOutput.Readable.TaskView);
        else if (printResult && done)
            PrintResult(shell, task, whole);
        if (!done)
            return Failures.Say(shell, Sentence(task), ExitCodes.Failed);
        if (task.Usage is { } usage)
            Progress.Say(shell, Summary(usage));
        return task.ResultTruncated == true && (json || printResult) ? Failures.Say(shell, Cut(task), ExitCodes.Failed) : ExitCodes.Done;
    }

    public static string Sentence(TaskView task)
    {
        var reason = task.FailReason is { } fail ? $" ({EnumNames<FailReason>.Of(fail)})" : "";
        var message = task.Ending is { Message.Length: > 0 } ending ? $": {ending.Message}" : "";
        return $"task {task.Id} {Verb(task.State)}{reason}{message}";
    }

    private static void PrintResult(Shell shell, TaskView task, WholeResult? whole)
    {
        if (whole is not null && task.StructuredResult is null)
        {
            whole.WriteTo(shell.Out);
            shell.Out.WriteLine();
            shell.Out.Flush();
            return;
        }

        var text = task.StructuredResult?.GetRawText() ?? task.Result ?? "";
        if (text.Length == 0)
        {
            shell.Error.WriteLine($"ccsp: task {task.Id} succeeded and said nothing");
            return;
        }

        shell.Out.Write(text);
        if (!text.EndsWith('\n'))
            shell.Out.WriteLine();
        shell.Out.Flush();
    }

    /// <summary>Says that the printed answer is incomplete and the rest could not be fetched.</summary>
    public static string Cut(TaskView task) =>
        $"the result is cut after {task.Result?.Length ?? 0} characters; 'ccsp tasks output {task.Id}' prints all the run "
            + "wrote, as long as that is kept";

    private static string Verb(TaskState state) => state switch
    {
        TaskState.Expired => "expired: it did not start in time",
        TaskState.Failed or TaskState.Cancelled or TaskState.Succeeded => EnumNames<TaskState>.Of(state),
        _ => "has no answer yet; it is " + EnumNames<TaskState>.Of(state),
    };

    private static string Summary(RunUsage usage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{usage.InputTokens + usage.CacheReadTokens + usage.CacheWriteTokens} tokens in, {usage.OutputTokens} out, "
            + $"{usage.CostUsd:0.0000} USD, {usage.DurationMs / 1000.0:0.0} s");
}
