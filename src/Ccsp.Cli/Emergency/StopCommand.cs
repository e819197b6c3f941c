using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Emergency;

/// <summary><c>ccsp stop</c>: orders, shows and clears the emergency stop.</summary>
internal static class StopCommand
{
    /// <summary>
    /// Longer than any grace period; afterwards an instance is lost or a process cannot be killed, and the receipt says how many.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>A gateway answers this within a second, even without its store.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    public static Command Create(Shell shell, Connection connection)
    {
        var reason = new Argument<string?>("REASON")
        {
            Description = "A sentence for everybody who finds the gateway stopped",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var mode = new Option<string?>("--mode")
        {
            Description = "How far: hold (nothing starts), drain (runs end by themselves), kill (runs are ended); kill when absent",
            HelpName = "MODE",
        };
        mode.AcceptOnlyFromAmong([.. EnumNames<EmergencyMode>.All]);
        var status = new Option<bool>("--status") { Description = "Show the stop that stands, or the receipt of the last one" };
        var clear = new Option<bool>("--clear") { Description = "Let tasks start again" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Clear without showing the plan and asking" };
        var command = new Command(
            "stop", "Stop everything at once: the emergency stop") { reason, mode, status, clear, yes, JsonOutput.Option };
        command.Validators.Add(result =>
        {
            var orders = result.GetResult(reason) is { Tokens.Count: > 0 };
            var asked = (orders ? 1 : 0) + (result.GetResult(status) is null ? 0 : 1) + (result.GetResult(clear) is null ? 0 : 1);
            if (asked != 1)
                result.AddError("say why everything is to stop, or --status, or --clear");
            else if (!orders && result.GetResult(mode) is not null)
                result.AddError("--mode belongs to a reason");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var json = parsed.GetValue(JsonOutput.Option);
            if (parsed.GetValue(status))
                return await StatusAsync(client, json, shell, () => connection.LocalFolder(parsed, shell), cancellationToken);
            if (parsed.GetValue(clear))
                return await ClearAsync(client, parsed.GetValue(yes), json, shell, () => connection.LocalFolder(parsed, shell),
                    cancellationToken);
            EmergencyMode? wanted = EnumNames<EmergencyMode>.TryParse(parsed.GetValue(mode), out var named) ? named : null;
            var order = new EmergencyOrder { Reason = parsed.GetValue(reason), Mode = wanted };
            EmergencyView receipt;
            GatewayException? uncounted;
            try
            {
                (receipt, uncounted) = await StopAsync(client, order, shell, cancellationToken);
            }
            catch (GatewayException ex) when (ex.ExitCode == ExitCodes.Unreachable && connection.LocalFolder(parsed, shell) is { } folder)
            {
                return await StopOffline.OrderAsync(shell, folder, order, ex, json);
            }

            EmergencyOutput.Write(shell, receipt, json);
            if (receipt.OnlyHere == true)
                return Failures.Say(
                    shell, $"the emergency stop has not reached every instance: {EmergencyOutput.NotInStore}", ExitCodes.Failed);
            if (uncounted is not null)
                return Failures.Say(
                    shell,
                    "the emergency stop is in force, and whether its runs have ended could not be counted: "
                    + $"{uncounted.Message.TrimEnd('.')}; 'ccsp stop --status' counts them",
                    ExitCodes.Failed);
            return receipt is { Mode: EmergencyMode.Kill, Runs.Survivors: > 0 } ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Waits for the complete receipt of a kill, which shows whether anything is left.</summary>
    /// <returns>The latest receipt, and why it is not complete if the gateway could not tell: the order it has taken stands all the
    /// same.</returns>
    private static async Task<(EmergencyView Receipt, GatewayException? Uncounted)> StopAsync(
        GatewayClient client, EmergencyOrder order, Shell shell, CancellationToken cancellationToken)
    {
        var receipt = await AskAsync(client, order, shell, cancellationToken);
        if (receipt.AlreadyActive == true)
            shell.Error.WriteLine($"ccsp: the emergency stop stands already, ordered by {receipt.Actor}");
        var already = receipt.AlreadyActive;
        var until = shell.Clock.GetUtcNow() + Patience;
        GatewayException? uncounted = null;
        while (receipt is { Phase: "stopping", Mode: EmergencyMode.Kill } && shell.Clock.GetUtcNow() < until)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), shell.Clock, cancellationToken);
            try
            {
                (receipt, uncounted) = (await client.GetEmergencyStopAsync(cancellationToken), null);
            }
            catch (GatewayException ex) when (ex.ExitCode != ExitCodes.Unreachable)
            {
                // A store may be back soon; who wants everything to end does not wait long for figures.
                if (uncounted is null)
                    until = Earlier(until, shell.Clock.GetUtcNow() + AnswerPatience);
                uncounted = ex;
            }
        }

        return (receipt with { AlreadyActive = already }, uncounted);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <summary>A gateway that hangs is treated as if none were running.</summary>
    private static async Task<EmergencyView> AskAsync(GatewayClient client, EmergencyOrder order, Shell shell,
        CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(AnswerPatience, shell.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await client.OrderEmergencyStopAsync(order, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw GatewayException.Unreachable(
                client.Url, new TimeoutException(FormattableString.Invariant($"no answer within {AnswerPatience.TotalSeconds} s")));
        }
    }

    private static async Task<int> StatusAsync(
        GatewayClient client, bool json, Shell shell, Func<string?> localFolder, CancellationToken cancellationToken)
    {
        try
        {
            return EmergencyOutput.Write(shell, await client.GetEmergencyStopAsync(cancellationToken), json);
        }
        catch (GatewayException ex) when (
            ex.ExitCode == ExitCodes.Unreachable && localFolder() is { } folder && StopOffline.Status(shell, folder, ex, json) is { } code)
        {
            return code;
        }
    }

    private static async Task<int> ClearAsync(
        GatewayClient client, bool yes, bool json, Shell shell, Func<string?> localFolder, CancellationToken cancellationToken)
    {
        try
        {
            return await ClearAsync(client, yes, json, shell, cancellationToken);
        }
        catch (GatewayException ex) when (
            ex.ExitCode == ExitCodes.Unreachable && localFolder() is { } folder && StopOffline.Withdraw(shell, folder, ex) is { } code)
        {
            return code;
        }
    }

    private static async Task<int> ClearAsync(GatewayClient client, bool yes, bool json, Shell shell, CancellationToken cancellationToken)
    {
        if (!yes)
        {
            var now = await client.GetEmergencyStopAsync(cancellationToken);
            if (!now.Active)
                return EmergencyOutput.Write(shell, now, json);
            EmergencyOutput.WritePlan(shell.Error, now);
            if (!Question.IsAnsweredYes(shell, "Clear the emergency stop?"))
                return Failures.Say(shell, "the stop stands; --clear --yes clears it without asking", ExitCodes.Usage);
        }

        return EmergencyOutput.Write(shell, await client.ClearEmergencyStopAsync(cancellationToken), json);
    }
}
