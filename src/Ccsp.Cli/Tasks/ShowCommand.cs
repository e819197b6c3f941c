using System.CommandLine;
using System.Globalization;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks show</c></summary>
internal static class ShowCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var id = TaskArgument.One();
        var command = new Command("show", "Show one task") { id, JsonOutput.Option };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = connection.Open(parsed, shell);
            var task = await client.GetTaskAsync(parsed.GetRequiredValue(id), stop);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, task, JsonOutput.Readable.TaskView);
            TableOutput.Write(shell, ["FIELD", "VALUE"], Rows(task));
            if (task.Result is { } result)
            {
                shell.Out.WriteLine();
                shell.Out.WriteLine(shell.IsOutTerminal ? PlainText.ForTerminal(result) : result);
                if (task.ResultTruncated == true)
                    shell.Error.WriteLine($"ccsp: {TaskEnding.Cut(task)}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static IEnumerable<string[]> Rows(TaskView task) => new (string Name, string? Value)[]
    {
        ("id", task.Id),
        ("state", Words<TaskState>.Of(task.State)),
        ("wait reason", task.WaitReason is { } wait ? Words<WaitReason>.Of(wait) : null),
        ("waits until", Time(task.WaitUntil)),
        ("fail reason", task.FailReason is { } fail ? Words<FailReason>.Of(fail) : null),
        ("ending", task.Ending is { } ending ? $"{Words<EndingClass>.Of(ending.Class)}: {ending.Message}" : null),
        ("priority", Words<Priority>.Of(task.EffectivePriority)),
        ("agent", task.Agent),
        ("engine", task.Engine),
        ("profile", task.Profile),
        ("group", task.Group),
        ("model", task.Model),
        ("directory", task.WorkingDirectory),
        ("created", Time(task.CreatedAt)),
        ("ready", Time(task.ReadyAt)),
        ("started", Time(task.StartedAt)),
        ("finished", Time(task.FinishedAt)),
        ("runs", task.Runs.ToString(CultureInfo.InvariantCulture)),
        ("conversation", task.ConversationId),
        ("cost", task.Usage is { } usage ? usage.CostUsd.ToString("0.0000", CultureInfo.InvariantCulture) + " USD" : null),
        ("prompt", PlainText.OneLine(task.Prompt, 200)),
    }.Where(r => !string.IsNullOrEmpty(r.Value)).Select(r => new[] { r.Name, r.Value! });

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
