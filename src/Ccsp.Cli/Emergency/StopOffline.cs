using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Storage;

namespace Ccsp.Cli.Emergency;

/// <summary><c>ccsp stop</c> without a responding gateway: the stop is carried out all the same.</summary>
internal static class StopOffline
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(new EmergencyOptions().GraceSeconds);

    private static string Caller => $"{Environment.UserName} (ccsp stop)";

    /// <param name="folder">The gateway's data folder.</param>
    /// <param name="order">The order.</param>
    /// <param name="unreachable">The connection error.</param>
    public static async Task<int> OrderAsync(Shell shell, string folder, EmergencyOrder order, GatewayException unreachable, bool json)
    {
        var now = shell.Clock.GetUtcNow();
        var stop = new UnwrittenStop(order.Mode ?? EmergencyMode.Kill, order.Reason ?? "", Caller, now);
        shell.Error.WriteLine(
            $"ccsp: the gateway cannot be reached ({unreachable.GetBaseException().Message}); what it runs is stopped without it");
        OfflineReceipt receipt;
        try
        {
            receipt = await new OfflineStop(folder, Grace, shell.Clock).StopAsync(stop);
        }
        catch (UnauthorizedAccessException ex)
        {
            return Failures.Say(shell, OfAnother(folder, ex.Message), ExitCodes.Refused);
        }

        Print(shell, folder, stop, receipt);
        EmergencyOutput.Write(shell, View(stop, receipt, now), json);
        return receipt is { Survivors.Count: 0, NotKept: null } ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary>Cancels an order that no gateway has seen; the next one keeps its receipt.</summary>
    /// <returns>Null without an order.</returns>
    public static int? Withdraw(Shell shell, string folder, GatewayException unreachable)
    {
        var file = new UnwrittenStopFile(folder);
        if (file.Read() is not { ClearedAt: null } order)
            return null;
        if (file.TryWrite(order with { ClearedAt = shell.Clock.GetUtcNow(), ClearedBy = Caller }) is { } why)
            return Failures.Say(shell, $"the order in {file.Path} cannot be withdrawn: {why}", ExitCodes.Failed);
        return Failures.Say(
            shell,
            $"the order left in {folder} is withdrawn; {unreachable.Message}; a stop it knows of stands until it is cleared there",
            ExitCodes.Unreachable);
    }

    /// <summary>Shows what waits in the data folder for the next gateway; the store's state is unknown.</summary>
    /// <returns>Null when nothing waits.</returns>
    public static int? Status(Shell shell, string folder, GatewayException unreachable, bool json)
    {
        if (new UnwrittenStopFile(folder).Read() is not { } order)
            return null;
        var view = EmergencyViews.Of(order.Over(InstanceId.Find(folder) ?? "this instance"));
        EmergencyOutput.Write(shell, view, json);
        return Failures.Say(
            shell, $"{unreachable.Message}; the order above waits in {folder} for the next gateway", ExitCodes.Unreachable);
    }

    /// <summary>Names the folder, because root would find another one by default.</summary>
    internal static string OfAnother(string folder, string why) =>
        $"the runs of {folder} belong to another user ({why}); stop them as that user or as root: sudo ccsp "
            + $"--data-dir '{folder}' stop \"REASON\"";

    private static void Print(Shell shell, string folder, UnwrittenStop stop, OfflineReceipt receipt)
    {
        shell.Error.WriteLine(stop.Mode == EmergencyMode.Kill
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"ccsp: ended {receipt.Ended.Count} {(receipt.Ended.Count == 1 ? "run" : "runs")} of the data folder "
                + $"{folder} without the gateway")
            : $"ccsp: runs of the data folder {folder} go on; --mode kill ends them without the gateway");
        shell.Error.WriteLine(receipt.NotKept is null
            ? "ccsp: the stop is in force when a gateway starts on it; ccsp stop --clear ends it"
            : $"ccsp: the stop could not be left for the next gateway ({receipt.NotKept}); start none before the file "
                + $"{StopFile.Name} lies in {folder}");
        if (receipt.Survivors.Count > 0)
            shell.Error.WriteLine($"ccsp: these processes could not be ended: {string.Join(' ', receipt.Survivors)}");
        if (File.Exists(Path.Combine(folder, "lease")))
            shell.Error.WriteLine("ccsp: the store is shared; other instances were not asked");
    }

    private static EmergencyView View(UnwrittenStop stop, OfflineReceipt receipt, DateTimeOffset now)
    {
        var kill = stop.Mode == EmergencyMode.Kill;
        var survive = receipt.Survivors.Count > 0 ? 1 : 0;
        return new EmergencyView
        {
            Active = true,
            Phase = kill && survive == 0 ? "stopped" : kill ? "stopping" : "holding",
            Mode = stop.Mode,
            Reason = stop.Reason,
            Actor = stop.Actor,
            Since = stop.Since,
            StoppedAt = kill && survive == 0 ? now : null,
            Runs = kill
                ? new EmergencyRunsView(
                    receipt.Ended.Count, receipt.Ended.Count - Math.Min(survive, receipt.Ended.Count), 0, 0, receipt.Survivors.Count)
                : null,
        };
    }
}
