using System.Runtime.InteropServices;
using Ccsp.Bench;
using Ccsp.Bench.Measures;
using Ccsp.Bench.Report;
using Ccsp.Bench.Support;

IMeasure[] measures =
    [new Cycles(), new Shared(), new Submit(), new Dispatch(), new Claude(), new Streaming(), new Memory(), new Claim(), new Move(),
        new Stop()];
if (args.FirstOrDefault(name => measures.All(measure => measure.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no measure '{unknown}'. There are: {string.Join(' ', measures.Select(measure => measure.Name))}.");
    return 2;
}

// What was started is ended on the way out, also when somebody has no more patience.
using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Leave);
using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Leave);
var results = ResultFile.OfToday();
try
{
    foreach (var measure in measures.Where(measure => args.Length == 0 || args.Contains(measure.Name)))
    {
        Console.Error.WriteLine($"• {measure.Name}: {measure.About}");
        var figures = await measure.RunAsync(interrupted.Token);
        results = results.With(figures);
        await results.WriteAsync(interrupted.Token);
        foreach (var figure in figures)
            Console.Error.WriteLine($"    {FigureTable.Line(figure)}");
    }
}
finally
{
    WorkFolder.RemoveAll();
}

PerformanceDocument.Rewrite(results, await Machine.DescribeAsync(interrupted.Token));
Console.WriteLine(FigureTable.Text(results.Figures));
return 0;

void Leave(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}
