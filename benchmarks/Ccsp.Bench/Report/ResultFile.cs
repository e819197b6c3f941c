using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ccsp.Bench.Support;

namespace Ccsp.Bench.Report;

/// <summary>The figures of one day in benchmarks/results. A later run of the same day replaces the figures of the measures it
/// ran.</summary>
internal sealed record ResultFile(string Path, IReadOnlyList<Figure> Figures)
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ResultFile OfToday()
    {
        var today = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var path = System.IO.Path.Combine(Built.Root, "benchmarks", "results", today + ".json");
        return new ResultFile(path, File.Exists(path) ? JsonSerializer.Deserialize<Figure[]>(File.ReadAllText(path), Json)! : []);
    }

    public ResultFile With(IReadOnlyList<Figure> figures) =>
        this with { Figures = [.. Figures.Where(old => figures.All(figure => figure.Measure != old.Measure)), .. figures] };

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        await File.WriteAllTextAsync(Path + ".tmp", JsonSerializer.Serialize(Figures, Json) + "\n", cancellationToken);
        File.Move(Path + ".tmp", Path, overwrite: true);
    }
}
