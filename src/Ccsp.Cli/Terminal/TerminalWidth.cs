using System.Runtime.InteropServices;

namespace Ccsp.Cli.Terminal;

/// <summary>The width of the terminal on standard output. Querying the console would switch the terminal into another mode.</summary>
internal static partial class TerminalWidth
{
    private const int StandardOutput = 1;
    private const nuint GetWindowSize = 0x5413;

    /// <returns>Null without a terminal, or when its width is unknown.</returns>
    public static int? Read()
    {
        var size = default(WindowSize);
        return Control(StandardOutput, GetWindowSize, ref size) == 0 && size.Columns > 0 ? size.Columns : null;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, ref WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
