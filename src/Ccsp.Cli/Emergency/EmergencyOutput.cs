using System.Globalization;
using Ccsp.Cli.Terminal;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Emergency;

/// <summary>The emergency stop as text or JSON.</summary>
internal static class EmergencyOutput
{
    public const string NotInStore =
        "it is in force on this instance and not in the store yet; the others learn of it as soon as the store answers";

    public static int Write(Shell shell, EmergencyView stop, bool json)
    {
        if (json)
            return JsonOutput.Write(shell, stop, JsonOutput.Readable.EmergencyView);
        if (stop.Mode is not { } mode)
        {
            shell.Out.WriteLine("there was no emergency stop");
            return ExitCodes.Done;
        }

        shell.Out.WriteLine(
            $"{stop.Phase}: emergency stop ({EnumNames<EmergencyMode>.Of(mode)}) by {stop.Actor} at {Time(stop.Since, shell)}: "
            + $"{stop.Reason}");
        if (stop.Raised is { } raised)
            shell.Out.WriteLine($"taken further by {raised.Actor} at {Time(raised.At, shell)}: {raised.Reason}");
        if (stop.ClearedAt is not null)
            shell.Out.WriteLine($"cleared by {stop.ClearedBy} at {Time(stop.ClearedAt, shell)}");
        if (stop.Runs is { } runs)
            shell.Out.WriteLine(Line(stop.OnlyHere == true ? "this instance" : "all instances", runs));
        foreach (var (instance, count) in stop.Instances ?? new Dictionary<string, EmergencyRunsView>())
            shell.Out.WriteLine(Line(instance, count));
        if (stop.OnlyHere == true)
            shell.Out.WriteLine("other instances: not reached; " + NotInStore);
        if (stop.Plan is not null)
            WritePlan(shell.Out, stop);
        return ExitCodes.Done;
    }

    public static void WritePlan(TextWriter to, EmergencyView stop)
    {
        if (stop.Plan is not { } plan)
            return;
        to.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"a clear would start {plan.StartsAtOnce} of {plan.Ready} ready tasks at once, the first:"));
        foreach (var task in plan.First)
            to.WriteLine(
                $"  {task.Id} {EnumNames<Priority>.Of(task.Priority)} "
                + $"{task.Agent}{(task.Resumes ? " (goes on with its conversation)" : "")}");
        if (stop.Runs is { Survivors: > 0 } runs)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs.Survivors} runs are alive still"));
        if (plan.StopFile is { } file)
            to.WriteLine($"the stop file {file} must be removed first");
    }

    private static string Line(string who, EmergencyRunsView runs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{who}: {runs.Live} live, {runs.Stopped} stopped, {runs.Finished} finished, {runs.Lost} lost, {runs.Survivors} survivors");

    private static string Time(DateTimeOffset? time, Shell shell) => LocalTime.Of(time, shell) ?? "an unknown time";
}
