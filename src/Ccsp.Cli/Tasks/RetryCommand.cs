using System.CommandLine;
using System.Globalization;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks retry</c>: retries tasks by id, or all that match a filter, after confirming their number.</summary>
internal static class RetryCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var ids = TaskArgument.Any();
        var filter = new RetryFilterOptions(shell);
        var preview = new Option<bool>("--dry-run") { Description = "Only say how many they are" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var command = new Command("retry", "Run ended tasks again under their ids") { ids, preview, yes, JsonOutput.Option };
        filter.AddTo(command, ids);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            return filter.Read(parsed) is { } order
                ? await RetryManyAsync(
                    client, order, (parsed.GetValue(preview), parsed.GetValue(yes), parsed.GetValue(JsonOutput.Option)), shell,
                    cancellationToken)
                : await TaskAction.ActAsync(
                    ParentsFirst(parsed.GetRequiredValue(ids)),
                        (client, id, cancellationToken) => client.RetryAsync(id, cancellationToken), client,
                    parsed.GetValue(JsonOutput.Option), shell, cancellationToken);
        });
        return command;
    }

    /// <summary>Ids sort by time, so a task comes after those it depends on, and waits for them.</summary>
    private static string[] ParentsFirst(string[] ids) => [.. ids.Order(StringComparer.Ordinal)];

    /// <summary>Retries exactly the counted tasks: those that end later are skipped.</summary>
    private static async Task<int> RetryManyAsync(
        GatewayClient client, RetryOrder order, (bool Only, bool Yes, bool Json) wanted, Shell shell, CancellationToken cancellationToken)
    {
        var counted = await client.RetryManyAsync(order with { DryRun = true }, cancellationToken);
        if (wanted.Only)
            return Write(shell, counted, wanted.Json);
        var question = string.Create(CultureInfo.InvariantCulture, $"Run {counted.Matched} tasks again?");
        if (!wanted.Yes && !Question.IsAnsweredYes(shell, question))
            return Failures.Say(
                shell,
                string.Create(
                    CultureInfo.InvariantCulture, $"{counted.Matched} tasks match and none was retried; --yes does it without asking"),
                ExitCodes.Usage);
        return Write(shell, await client.RetryManyAsync(order with { EndedBy = counted.AsOf }, cancellationToken), wanted.Json);
    }

    private static int Write(Shell shell, RetryReceipt receipt, bool json)
    {
        if (json)
            return JsonOutput.Write(shell, receipt, JsonOutput.Readable.RetryReceipt);
        shell.Out.WriteLine(receipt.DryRun
            ? string.Create(CultureInfo.InvariantCulture, $"{receipt.Matched} tasks match")
            : string.Create(CultureInfo.InvariantCulture, $"{receipt.Retried} of {receipt.Matched} tasks run again"));
        foreach (var (id, reason) in receipt.Refused)
            shell.Error.WriteLine($"ccsp: {id}: {reason}");
        return receipt.DryRun || receipt.Retried == receipt.Matched ? ExitCodes.Done : ExitCodes.Failed;
    }
}
