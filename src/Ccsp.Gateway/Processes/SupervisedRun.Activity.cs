namespace Ccsp.Gateway.Processes;

internal sealed partial class SupervisedRun
{
    private static readonly long TicksPerSecond = Math.Max(1, NativeMethods.SystemConfiguration(NativeMethods.SC_CLK_TCK));

    /// <summary>What the run's processes have done. It reads /proc, so it is asked rarely.</summary>
    public TreeActivity Activity()
    {
        var cli = _folder.ReadCli();
        var pids = _record.Identity.Cgroup is { } group ? CgroupFolder.Processes(group) : ProcessTree.Find(_record.Identity, _record.Marker, cli);
        var living = pids.Select(ProcStat.Read).OfType<ProcStat>().Where(process => !process.IsDead).ToList();
        var ticks = living.Sum(process => process.ProcessorTicks);
        return new TreeActivity(living.Count(process => process.Pid != cli), TimeSpan.FromSeconds((double)ticks / TicksPerSecond), _folder.OutputLength());
    }
}
