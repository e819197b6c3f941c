namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>How to take back what the current batch changed in memory, newest first.</summary>
internal sealed class Undo
{
    private readonly List<Action> steps = [];

    public int Count => steps.Count;

    public void Push(Action inverse) => steps.Add(inverse);

    public void BackTo(int count)
    {
        while (steps.Count > count)
        {
            var last = steps[^1];
            steps.RemoveAt(steps.Count - 1);
            last();
        }
    }

    public void Forget() => steps.Clear();
}
