using System.CommandLine;
using System.Globalization;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks list</c></summary>
internal static class ListCommand
{
    private const int PromptWidth = 60;

    private static readonly string[] Heads = ["ID", "STATE", "PRIORITY", "AGENT", "AGE", "RUNS", "PROMPT"];

    public static Command Create(Shell shell, Connection connection)
    {
        var query = new ListOptions();
        var command = new Command("list", "List tasks, newest first") { JsonOutput.Option };
        query.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = connection.Open(parsed, shell);
            var page = await client.ListTasksAsync(query.Read(parsed), stop);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, page, JsonOutput.Readable.TaskList);
            TableOutput.Write(shell, Heads, page.Items.Select(t => Row(t, shell.Clock.GetUtcNow())));
            if (page.Next is { } next)
                shell.Error.WriteLine($"more: --cursor {next}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static string[] Row(TaskView task, DateTimeOffset now) =>
    [
        task.Id,
        Words<TaskState>.Of(task.State) + (task.WaitReason is { } reason ? $" ({Words<WaitReason>.Of(reason)})" : ""),
        Words<Priority>.Of(task.EffectivePriority),
        task.Agent ?? "",
        Age.Of(now - task.CreatedAt),
        task.Runs.ToString(CultureInfo.InvariantCulture),
        PlainText.OneLine(task.Prompt ?? (task.Arguments is { } arguments ? "claude " + string.Join(' ', arguments) : ""), PromptWidth),
    ];
}
