namespace Ccsp.Gateway.Processes;

internal sealed partial class SupervisedRun
{
    private static readonly long TicksPerSecond = Math.Max(1, NativeMethods.SystemConfiguration(NativeMethods.SC_CLK_TCK));

    /// <summary>A sample of the run's process tree. Reads /proc, so it is taken rarely.</summary>
    public TreeActivity Activity()
    {
        var cli = _folder.ReadCli();
        var pids = _record.Identity.Cgroup is { } group ? CgroupFolder.Processes(group)
            : ProcessTree.Find(_record.Identity, _record.Marker, cli);
        var living = pids.Select(ProcStat.Read).OfType<ProcStat>().Where(process => !process.IsDead).ToList();
        var ticks = living.Sum(process => process.ProcessorTicks);
        // Until the CLI's pid is known, the only process is the CLI itself.
        var children = cli is null ? 0 : living.Count(process => process.Pid != cli);
        return new TreeActivity(children, TimeSpan.FromSeconds((double)ticks / TicksPerSecond), _folder.OutputLength());
    }
}
