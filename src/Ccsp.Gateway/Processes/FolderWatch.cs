using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// File notifications through one inotify descriptor and one thread for the whole gateway, with a signal per watched folder or file.
/// FileSystemWatcher needs a descriptor per run, and the default limit is 128 per user.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    private const int EventHeader = 16;

    private readonly SafeFileHandle _inotify = Check(NativeMethods.InotifyInit(NativeMethods.IN_CLOEXEC | NativeMethods.IN_NONBLOCK));
    private readonly SafeFileHandle _stop = Check(NativeMethods.EventFd(0, NativeMethods.EFD_CLOEXEC));
    private readonly ConcurrentDictionary<int, AsyncSignal> _signals = new();
    private readonly Thread _thread;

    public FolderWatch()
    {
        _thread = new Thread(Listen) { IsBackground = true, Name = "ccsp-inotify" };
        _thread.Start();
    }

    /// <summary>Signals <paramref name="changed"/> whenever the file, or a file in the folder, is written or renamed into it.</summary>
    /// <returns>Dispose it to stop watching; null when the system grants no watch, so that only the caller's slow poll remains.</returns>
    public IDisposable? Watch(string path, AsyncSignal changed) =>
        Watch(path, changed, NativeMethods.IN_MODIFY | NativeMethods.IN_MOVED_TO);

    /// <summary>
    /// Signals <paramref name="changed"/> only when a file appears in the folder or is closed after writing; a file being written stays
    /// quiet.
    /// </summary>
    /// <returns>As <see cref="Watch(string, AsyncSignal)"/>.</returns>
    public IDisposable? WatchArrivals(string path, AsyncSignal changed) =>
        Watch(path, changed, NativeMethods.IN_CREATE | NativeMethods.IN_MOVED_TO | NativeMethods.IN_CLOSE_WRITE);

    private Subscription? Watch(string path, AsyncSignal changed, uint mask)
    {
        // Events before the registration are lost; the caller checks once after it.
        var watch = NativeMethods.InotifyAddWatch(_inotify, path, mask);
        if (watch < 0) return null;
        _signals[watch] = changed;
        return new Subscription(this, watch);
    }

    public void Dispose()
    {
        Span<byte> one = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(one, 1);
        _ = NativeMethods.Write(_stop, one, 8);
        _thread.Join();
        _inotify.Dispose();
        _stop.Dispose();
    }

    private void Listen()
    {
        var buffer = new byte[64 * 1024];
        Span<NativeMethods.PollEntry> entries =
        [
            new() { File = (int)_inotify.DangerousGetHandle(), Events = NativeMethods.POLLIN },
            new() { File = (int)_stop.DangerousGetHandle(), Events = NativeMethods.POLLIN },
        ];
        while (true)
        {
            if (NativeMethods.Poll(entries, 2, -1) < 0)
            {
                if (Marshal.GetLastPInvokeError() == NativeMethods.EINTR) continue;
                throw new Win32Exception();
            }
            if (entries[1].Returned != 0) return;
            var length = NativeMethods.Read(_inotify, buffer, (nuint)buffer.Length);
            if (length > 0) Dispatch(buffer.AsSpan(0, (int)length));
        }
    }

    /// <summary>struct inotify_event: watch, mask, cookie, length of the name, name.</summary>
    private void Dispatch(ReadOnlySpan<byte> events)
    {
        while (events.Length >= EventHeader)
        {
            var watch = BinaryPrimitives.ReadInt32LittleEndian(events);
            var mask = BinaryPrimitives.ReadUInt32LittleEndian(events[4..]);
            var name = BinaryPrimitives.ReadInt32LittleEndian(events[12..]);
            if ((mask & NativeMethods.IN_Q_OVERFLOW) != 0)
                foreach (var changed in _signals.Values) changed.Set();
            else if (_signals.TryGetValue(watch, out var changed))
                changed.Set();
            events = events[(EventHeader + name)..];
        }
    }

    private static SafeFileHandle Check(SafeFileHandle handle) => handle.IsInvalid ? throw new Win32Exception() : handle;

    private sealed class Subscription(FolderWatch owner, int watch) : IDisposable
    {
        public void Dispose()
        {
            if (!owner._signals.TryRemove(watch, out _) || owner._inotify.IsClosed) return;
            // Fails when the folder was deleted, which also removes the watch.
            _ = NativeMethods.InotifyRemoveWatch(owner._inotify, watch);
        }
    }
}
