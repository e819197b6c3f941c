using System.CommandLine;
using System.Globalization;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Results;
using Ccsp.Cli.Terminal;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks show</c></summary>
internal static class TaskShowCommand
{
    private const int NameWidth = 13;
    private const int LongestValue = 500;

    public static Command Create(Shell shell, Connection connection)
    {
        var id = TaskArgument.One();
        var command = new Command("show", "Show one task") { id, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var task = await client.GetTaskAsync(
                await TaskReference.FindAsync(client, shell, parsed.GetRequiredValue(id), cancellationToken), cancellationToken);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, task, JsonOutput.Readable.TaskView);
            foreach (var (name, value) in Rows(task, shell))
                shell.Out.WriteLine($"{name,-NameWidth} {value}");
            if (task.Result is { } result)
            {
                shell.Out.WriteLine();
                shell.Out.WriteLine(result);
                if (task.ResultTruncated == true)
                    shell.Error.WriteLine($"ccsp: {TaskEnding.Cut(task)}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static IEnumerable<(string Name, string Value)> Rows(TaskView task, Shell shell) => new (string Name, string? Value)[]
    {
        ("id", task.Id),
        ("state", EnumNames<TaskState>.Of(task.State)),
        ("wait reason", task.WaitReason is { } wait ? EnumNames<WaitReason>.Of(wait) : null),
        ("waits until", LocalTime.Of(task.WaitUntil, shell)),
        ("fail reason", task.FailReason is { } fail ? EnumNames<FailReason>.Of(fail) : null),
        ("ending", task.Ending is { } ending ? $"{EnumNames<EndingClass>.Of(ending.Class)}: {ending.Message}" : null),
        ("start time", task.State is TaskState.Held or TaskState.Blocked ? LocalTime.Of(task.RunAt, shell) : null),
        ("start before", LocalTime.Of(task.StartBefore, shell)),
        ("depends on", task.DependsOn is { Count: > 0 } parents ? string.Join(", ", parents) : null),
        ("priority", EnumNames<Priority>.Of(task.EffectivePriority)),
        ("agent", task.Agent),
        ("engine", task.Engine),
        ("profile", task.Profile),
        ("group", task.Group),
        ("model", task.Model),
        ("directory", task.WorkingDirectory),
        ("created", LocalTime.Of(task.CreatedAt, shell)),
        ("ready", LocalTime.Of(task.ReadyAt, shell)),
        ("started", LocalTime.Of(task.StartedAt, shell)),
        ("finished", LocalTime.Of(task.FinishedAt, shell)),
        ("runs", task.Runs.ToString(CultureInfo.InvariantCulture)),
        ("conversation", task.ConversationId),
        ("cost", task.Usage is { } usage ? usage.CostUsd.ToString("0.0000", CultureInfo.InvariantCulture) + " USD" : null),
        ("prompt", PlainText.OneLine(task.Prompt, 200)),
    }.Where(row => !string.IsNullOrEmpty(row.Value)).Select(row => (row.Name, PlainText.OneLine(row.Value, LongestValue)));
}
