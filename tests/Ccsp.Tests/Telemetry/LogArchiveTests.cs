using Ccsp.Gateway.Telemetry;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Telemetry;

public sealed class LogArchiveTests : IDisposable
{
    private static readonly LogFileName Current = new(new DateOnly(2026, 3, 10), 0, Compressed: false);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_cannot_be_compressed_keeps_nothing_else_and_leaves_nothing_half_written()
    {
        // Opens, and fails in the middle of the reading, as a disk does.
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "ccsp-2026-03-09.log"), "/proc/self/mem");
        Write("ccsp-2026-03-08.log");
        Write("ccsp-2026-01-01.log.gz");
        Write(Current.ToString());

        Assert.Throws<IOException>(() => new LogArchive(_folder.Path, new LogOptions { KeepDays = 30 }).RunOnce(Current));

        Assert.Equal(["ccsp-2026-03-08.log.gz", "ccsp-2026-03-09.log", "ccsp-2026-03-10.log"], Names());
    }

    [Fact]
    public void The_file_of_a_day_that_began_meanwhile_is_left_alone()
    {
        Write("ccsp-2026-03-11.log");
        Write("ccsp-2026-03-10.1.log");

        new LogArchive(_folder.Path, new LogOptions()).RunOnce(Current);

        Assert.Equal(["ccsp-2026-03-10.1.log.gz", "ccsp-2026-03-11.log"], Names());
    }

    [Fact]
    public void Of_one_day_the_first_part_goes_first()
    {
        foreach (var name in (string[])["ccsp-2026-03-09.1.log.gz", "ccsp-2026-03-09.2.log.gz", "ccsp-2026-03-09.log.gz"])
            File.WriteAllBytes(Path.Combine(_folder.Path, name), new byte[400_000]);

        new LogArchive(_folder.Path, new LogOptions { TotalMegabytes = 1 }).RunOnce(Current);

        Assert.Equal(["ccsp-2026-03-09.2.log.gz", "ccsp-2026-03-09.log.gz"], Names());
    }

    private void Write(string name) => File.WriteAllText(Path.Combine(_folder.Path, name), "x");

    private string[] Names() => [.. Directory.GetFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
