namespace Ccsp.Gateway.Processes;

/// <summary>The kind of cgroup controller that enforces a limit.</summary>
internal abstract record LimitPlace
{
    private LimitPlace() { }

    internal sealed record Unified : LimitPlace
    {
        public override string ToString() => "cgroup v2";
    }

    /// <param name="Parent">Folder in the controller's own v1 hierarchy.</param>
    internal sealed record Legacy(string Parent) : LimitPlace
    {
        public override string ToString() => $"cgroup v1 under {Parent}";
    }

    internal sealed record None : LimitPlace
    {
        public override string ToString() => "none (no delegated controller)";
    }
}
