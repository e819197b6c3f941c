using System.CommandLine;
using System.Globalization;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Tables;
using Ccsp.Cli.Terminal;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Commands;

/// <summary><c>ccsp instances</c></summary>
internal static class InstancesCommand
{
    private static readonly Column[] Columns =
    [
        new("INSTANCE", Whole: true), new("STATE", Whole: true, Colour: StateColours.Of), new("HOST"), new("PID", MayGo: true),
        new("RUNS", Whole: true),
        new("CPU %", MayGo: true), new("MEMORY %", MayGo: true), new("LAST SEEN", Whole: true), new("HELD BY", MayGo: true),
        new("URL", MayGo: true),
    ];

    public static Command Create(Shell shell, Connection connection) => ReadingCommand.Create(
        "instances",
        "List the gateways that share the store, with their figures",
        shell,
        connection,
        (client, cancellationToken) => client.GetInstancesAsync(cancellationToken),
        JsonOutput.Readable.InstanceList,
        list => Write(shell, list));

    private static void Write(Shell shell, InstanceList list)
    {
        TableOutput.Write(shell, Columns, list.Items.Select(view => Row(view, shell)));
        foreach (var instance in list.Items.Where(view => view.Shortage is not null))
            shell.Out.WriteLine($"{instance.InstanceId} can start no run: {instance.Shortage}");
        foreach (var instance in list.Items.Where(view => view.StoreSetback is not null))
            shell.Out.WriteLine($"{instance.InstanceId} saw that the store went back to older data: {instance.StoreSetback}");
        foreach (var instance in list.Items)
        {
            if (instance.Rival is { } rival)
                shell.Out.WriteLine(
                    $"{instance.InstanceId} was also asked for by the gateway with process id {rival.Pid} on {rival.Host}"
                    + $"{(rival.Url is null ? "" : $" at {rival.Url}")}, which starts nothing; if its data folder is a copy, delete "
                    + Path.Combine(rival.DataDir, "instance.id"));
        }

        var all = list.Global;
        shell.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{all.TotalInstances} live; {all.TotalActiveRequests} runs; {all.TotalQueueSize} tasks wait"));
    }

    private static string[] Row(InstanceView instance, Shell shell) =>
    [
        instance.InstanceId,
        EnumNames<InstanceState>.Of(instance.State) + (instance.Leads ? ", leads" : ""),
        instance.Host,
        instance.Pid.ToString(CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{instance.ActiveRequests}/{instance.MaxConcurrent}"),
        Percent(instance.Cpu),
        Percent(instance.Memory),
        Age.Of(shell.Clock.GetUtcNow() - instance.Timestamp) + " ago",
        instance.Containment ?? "-",
        instance.Url ?? "-",
    ];

    private static string Percent(double? value) => value?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
}
