namespace Ccsp.FakeAgent;

/// <summary>Species that are remarkable for what they take.</summary>
internal static class Resource
{
    /// <summary>Writes a file in the working directory until the disk is full or "bytes" are written, and then to stdout.</summary>
    public static int FillDisk(Scenario scenario)
    {
        var chunk = new byte[1024 * 1024];
        var path = Path.Combine(Directory.GetCurrentDirectory(), scenario.Text("name", "filler"));
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            for (var left = scenario.Number("bytes", 1L << 40); left > 0; left -= chunk.Length) file.Write(chunk);
        }
        catch (IOException ex)
        {
            using var stderr = Console.OpenStandardError();
            try
            {
                stderr.Write("full\n"u8);
            }
            catch (IOException)
            {
                return ex.HResult;
            }
            return ex.HResult;
        }
        return 0;
    }

    /// <summary>Touches "mb" megabytes and holds them for "ms".</summary>
    public static int EatMemory(Scenario scenario)
    {
        var eaten = new List<byte[]>();
        for (long megabyte = 0; megabyte < scenario.Number("mb", 64); megabyte++)
        {
            var piece = GC.AllocateUninitializedArray<byte>(1_000_000, pinned: true);
            piece.AsSpan().Fill(1);
            eaten.Add(piece);
        }
        using (var stdout = Console.OpenStandardOutput()) stdout.Write("eaten\n"u8);
        Thread.Sleep((int)scenario.Number("ms", 0));
        GC.KeepAlive(eaten);
        return 0;
    }

    public static int DeleteWorkingDirectory(Scenario scenario)
    {
        Directory.Delete(Directory.GetCurrentDirectory(), recursive: true);
        using var stdout = Console.OpenStandardOutput();
        stdout.Write("homeless\n"u8);
        Thread.Sleep((int)scenario.Number("stay", 0));
        return 0;
    }
}
