using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Storage;

public sealed class FilesInPlaceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task Writing_is_no_change_of_place_and_every_other_is()
    {
        var file = _folder["data/file"];
        Directory.CreateDirectory(_folder["data"]);
        await File.WriteAllTextAsync(file, "one", Stop);
        var files = new FilesInPlace(file, _folder["data/later"]);
        await File.AppendAllTextAsync(file, "two", Stop);
        await File.WriteAllTextAsync(_folder["data/later"], "x", Stop);
        Assert.Null(files.Lost());

        Directory.Move(_folder["data"], _folder["moved"]);
        Assert.Equal(file, files.Lost());
        Directory.Move(_folder["moved"], _folder["data"]);
        Assert.Null(files.Lost());

        File.Copy(file, file + ".copy");
        File.Move(file + ".copy", file, overwrite: true);
        Assert.Equal(file, files.Lost());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("deleted")]
    [InlineData("moved")]
    [InlineData("restored")]
    [InlineData("log deleted")]
    public async Task Nothing_is_acknowledged_that_was_written_into_a_file_that_is_not_there(string what)
    {
        Directory.CreateDirectory(_folder["data"]);
        var path = _folder["data/ccsp.db"];
        var connection = SqliteDatabase.Open(path).TakeWriter();
        using var insert = new SqliteStatement(connection, "INSERT INTO meta (name, value) VALUES (?1, 1)");
        using (var writer = new SqliteWriter(connection, new NoMemory(), NullLogger.Instance))
        {
            await writer.WriteAsync(new WriteKind(WriteLane.Control), () => Insert("before"), Stop);
            switch (what)
            {
                case "deleted":
                    Directory.Delete(_folder["data"], recursive: true);
                    break;
                case "moved":
                    Directory.Move(_folder["data"], _folder["elsewhere"]);
                    break;
                case "restored":
                    File.Copy(path, path + ".backup");
                    File.Move(path + ".backup", path, overwrite: true);
                    break;
                default:
                    File.Delete(path + "-wal");
                    break;
            }

            var error = await Assert.ThrowsAsync<StoreUnavailable>(
                () => writer.WriteAsync(new WriteKind(WriteLane.Control), () => Insert("after"), Stop));
            Assert.Contains("was deleted, moved or replaced while the gateway ran", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<StoreUnavailable>(
                () => writer.WriteAsync(new WriteKind(WriteLane.Control), () => Insert("later"), Stop));
        }

        bool Insert(string name)
        {
            insert.Bind(1, name);
            insert.Run();
            return true;
        }
    }

    private sealed class NoMemory : IBatchMemory
    {
        public int Mark() => 0;

        public void RollBackTo(int mark)
        {
        }

        public void BeforeCommit()
        {
        }

        public void Committed()
        {
        }

        public void Reload()
        {
        }
    }
}
