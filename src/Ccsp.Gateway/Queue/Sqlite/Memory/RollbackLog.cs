namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>Undoes the in-memory changes of the current batch, newest first.</summary>
internal sealed class RollbackLog
{
    private readonly List<Action> _steps = [];

    public int Count => _steps.Count;

    public void Push(Action inverse) => _steps.Add(inverse);

    public void BackTo(int count)
    {
        while (_steps.Count > count)
        {
            var last = _steps[^1];
            _steps.RemoveAt(_steps.Count - 1);
            last();
        }
    }

    public void Forget() => _steps.Clear();
}
