using System.Globalization;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>Says how a task ended: the result on stdout, everything else on stderr, and the exit code.</summary>
internal static class TaskEnding
{
    public static int Report(Shell shell, TaskView task, bool json, bool printResult)
    {
        var done = task.State == TaskState.Succeeded;
        if (json)
            JsonOutput.Write(shell, task, JsonOutput.Readable.TaskView);
        else if (printResult && done)
            PrintResult(shell, task);
        if (!done)
            return Failures.Say(shell, Sentence(task), ExitCodes.Failed);
        if (task.Usage is { } usage)
            Progress.Say(shell, Summary(usage));
        return ExitCodes.Done;
    }

    public static string Sentence(TaskView task)
    {
        var reason = task.FailReason is { } fail ? $" ({Words<FailReason>.Of(fail)})" : "";
        var message = task.Ending is { } ending ? $": {ending.Message}" : "";
        return $"task {task.Id} {Words<TaskState>.Of(task.State)}{reason}{message}";
    }

    private static void PrintResult(Shell shell, TaskView task)
    {
        var text = task.StructuredResult?.GetRawText() ?? task.Result ?? "";
        shell.Out.Write(text);
        if (!text.EndsWith('\n'))
            shell.Out.WriteLine();
        shell.Out.Flush();
        if (task.ResultTruncated == true)
            shell.Error.WriteLine($"ccsp: the result was cut; 'ccsp tasks output {task.Id}' has all of it");
    }

    private static string Summary(RunUsage usage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{usage.InputTokens + usage.CacheReadTokens + usage.CacheWriteTokens} tokens in, {usage.OutputTokens} out, {usage.CostUsd:0.0000} USD, {usage.DurationMs / 1000.0:0.0} s");
}
