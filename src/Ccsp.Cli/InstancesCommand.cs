using System.CommandLine;
using System.Globalization;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary><c>ccsp instances</c></summary>
internal static class InstancesCommand
{
    public static Command Create(Shell shell, Connection connection) => ReadingCommand.Create(
        "instances",
        "List the gateways that share the store, with their figures",
        shell,
        connection,
        (client, stop) => client.GetInstancesAsync(stop),
        JsonOutput.Readable.InstanceList,
        list => Write(shell, list));

    private static void Write(Shell shell, InstanceList list)
    {
        TableOutput.Write(shell, ["INSTANCE", "STATE", "HOST", "PID", "RUNS", "CPU %", "MEMORY %", "HEARD", "HELD BY", "URL"], list.Items.Select(Row));
        var all = list.Global;
        shell.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all.TotalInstances} live; {all.TotalActiveRequests} runs; {all.TotalQueueSize} tasks wait"));
    }

    private static string[] Row(InstanceView one) =>
    [
        one.InstanceId,
        Words<InstanceState>.Of(one.State) + (one.Leads ? ", leads" : ""),
        one.Host,
        one.Pid.ToString(CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{one.ActiveRequests}/{one.MaxConcurrent}"),
        Percent(one.Cpu),
        Percent(one.Memory),
        one.Timestamp.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        one.Containment ?? "-",
        one.Url ?? "-",
    ];

    private static string Percent(double? value) => value?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
}
