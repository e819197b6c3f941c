namespace Ccsp.Gateway.Processes;

internal sealed partial class SupervisedRun
{
    private static readonly long TicksPerSecond = Math.Max(1, NativeMethods.SystemConfiguration(NativeMethods.SC_CLK_TCK));

    /// <summary>What the run's processes have done. It reads /proc, so it is asked rarely.</summary>
    public TreeActivity Activity()
    {
        var cli = _folder.ReadCli();
        var pids = _record.Identity.Cgroup is { } group ? CgroupFolder.Processes(group)
            : ProcessTree.Find(_record.Identity, _record.Marker, cli);
        var living = pids.Select(ProcStat.Read).OfType<ProcStat>().Where(process => !process.IsDead).ToList();
        var ticks = living.Sum(process => process.ProcessorTicks);
        // Before the CLI's pid is told, what is there is the CLI about to begin.
        var children = cli is null ? 0 : living.Count(process => process.Pid != cli);
        return new TreeActivity(children, TimeSpan.FromSeconds((double)ticks / TicksPerSecond), _folder.OutputLength());
    }
}
