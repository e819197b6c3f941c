using System.CommandLine;
using System.Globalization;
using Ccsp.Cli.Following;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Queue;

/// <summary><c>ccsp queue clear</c>: cancels waiting tasks. Asks for confirmation on a terminal.</summary>
internal static class ClearCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var state = new Option<string?>("--state") { Description = "Only in this state", HelpName = "STATE" };
        state.AcceptOnlyFromAmong("held", "blocked", "scheduled", "ready");
        var priority = new Option<string?>("--priority", "-p") { Description = "Only of this class", HelpName = "PRIORITY" };
        priority.AcceptOnlyFromAmong([.. EnumNames<Priority>.All]);
        var group = new Option<string?>("--group") { Description = "Only of this group", HelpName = "GROUP" };
        var agent = new Option<string?>("--agent") { Description = "Only of this agent", HelpName = "AGENT" };
        var reason = new Option<string?>("--reason") { Description = "A sentence for those whose tasks they were", HelpName = "TEXT" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var command = new Command(
            "clear", "Cancel tasks that wait; runs go on") { state, priority, group, agent, reason, yes, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!parsed.GetValue(yes) && !Question.IsAnsweredYes(shell, "Cancel the tasks that wait?"))
                return Failures.Say(shell, "nothing was cleared; --yes does it without asking", ExitCodes.Usage);
            using var client = connection.Open(parsed, shell);
            var filter = new QueueClear
            {
                State = EnumNames<TaskState>.TryParse(parsed.GetValue(state), out var s) ? s : null,
                Priority = EnumNames<Priority>.TryParse(parsed.GetValue(priority), out var p) ? p : null,
                Group = parsed.GetValue(group),
                Agent = parsed.GetValue(agent),
                Reason = parsed.GetValue(reason),
            };
            var receipt = await client.ClearQueueAsync(filter, cancellationToken);
            while (!receipt.Complete)
            {
                Progress.Say(shell, string.Create(CultureInfo.InvariantCulture, $"{receipt.Cancelled} tasks cancelled so far"));
                var more = await client.ClearQueueAsync(filter, cancellationToken);
                receipt = more with { Cancelled = receipt.Cancelled + more.Cancelled };
            }

            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, receipt, JsonOutput.Readable.QueueCleared);
            shell.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{receipt.Cancelled} tasks cancelled"));
            return ExitCodes.Done;
        });
        return command;
    }
}
