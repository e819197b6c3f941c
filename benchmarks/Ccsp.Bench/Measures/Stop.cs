using System.Diagnostics;
using System.Text;
using Ccsp.Bench.Support;
using Ccsp.Contracts;

namespace Ccsp.Bench.Measures;

/// <summary>Cancels runs that ignore INT and TERM, each with children of its own, one of them in a session of its own.</summary>
internal sealed class Stop : IMeasure
{
    private const int Runs = 50;

    /// <summary>INT and TERM are each given the configured second.</summary>
    private const double GraceSeconds = 2;

    /// <summary>A shell rather than the fake agent: starting fifty .NET programs at once would be most of what is seen.</summary>
    private const string Deaf = "trap '' INT TERM HUP; sleep 600 & (setsid sleep 600 &); sleep 600 & wait; wait; wait";

    public string Name => "stop";

    public string About => $"{Runs} live runs that ignore INT and TERM, with grandchildren, cancelled at once";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder();
        var engines = new Dictionary<string, string[]> { ["deaf"] = ["/bin/sh", "-c", Deaf] };
        await using var gateway =
            await GatewayUnderMeasure.StartAsync(folder.Path, Runs + 10, engines, new Dictionary<string, string>(), cancellationToken);
        List<double> seconds = [];
        var survivors = 0;
        for (var i = 0; i < 3; i++)
        {
            var tasks = await Task.WhenAll(
                Enumerable.Range(0, Runs)
                    .Select(_ => gateway.SubmitAsync(new TaskSubmission { Prompt = "wait", Engine = "deaf", Agent = "bench" },
                    cancellationToken)));
            var ids = tasks.Select(task => task.Id).ToArray();
            await gateway.UntilAsync(ids, task => task.State == TaskState.Running, cancellationToken);
            while (Alive(ids) < 4 * Runs)
                await Task.Delay(20, cancellationToken);
            var start = Stopwatch.GetTimestamp();
            await gateway.CancelAsync(ids, cancellationToken);
            await gateway.UntilAsync(ids, task => task.State == TaskState.Cancelled, cancellationToken);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds - GraceSeconds);
            survivors += Alive(ids);
        }

        return
        [
            new Figure(Name, $"stop of {Runs} runs with grandchildren, time after the grace", seconds.Median(), "s", 2),
            new Figure(Name, "processes of these runs that survived", survivors, "", 0),
        ];
    }

    /// <summary>Processes that carry the id of one of the tasks in their environment, as every descendant of a run does.</summary>
    private static int Alive(IReadOnlyCollection<string> ids)
    {
        var markers = ids.Select(id => "CCSP_TASK_ID=" + id).ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]))
            .Count(path => Variables(path).Any(markers.Contains));
    }

    private static string[] Variables(string process)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, "environ"))).Split('\0');
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked.
            return [];
        }
    }
}
