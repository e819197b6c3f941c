using System.CommandLine;
using System.Globalization;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Tables;
using Ccsp.Cli.Terminal;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks list</c></summary>
internal static class TaskListCommand
{
    private const int PromptWidth = 60;

    private static readonly Column[] Columns =
    [
        new("ID", Whole: true), new("STATE", Whole: true, Colour: StateColours.Of), new("AGE", Whole: true, MayGo: true),
        new("AGENT", MayGo: true),
        new("PRIORITY", Whole: true, MayGo: true), new("RUNS", Whole: true, MayGo: true), new("PROMPT"),
    ];

    public static Command Create(Shell shell, Connection connection)
    {
        var query = new ListOptions(shell);
        var command = new Command("list", "List tasks, newest first") { JsonOutput.Option };
        query.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var page = await client.ListTasksAsync(query.Read(parsed), cancellationToken);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, page, JsonOutput.Readable.TaskList);
            TableOutput.Write(shell, Columns, page.Items.Select(t => Row(t, shell.Clock.GetUtcNow())));
            if (page.Next is { } next)
                shell.Error.WriteLine($"more: --cursor {next}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static string[] Row(TaskView task, DateTimeOffset now) =>
    [
        task.Id,
        EnumNames<TaskState>.Of(task.State) + (task.WaitReason is { } reason ? $" ({EnumNames<WaitReason>.Of(reason)})" : ""),
        Age.Of(now - task.CreatedAt),
        task.Agent ?? "",
        EnumNames<Priority>.Of(task.EffectivePriority),
        task.Runs.ToString(CultureInfo.InvariantCulture),
        PlainText.OneLine(task.Prompt ?? (task.Arguments is { } arguments ? "claude " + string.Join(' ', arguments) : ""), PromptWidth),
    ];
}
