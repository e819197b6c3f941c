namespace Ccsp.Gateway.Storage;

/// <summary>
/// Applies a batch in one transaction. Commands rarely fail, so the first pass uses no savepoints (each costs two statements and a copy of
/// every page touched). If one fails, all are rolled back and applied again, each under its own savepoint, so that only the failing one is
/// missing.
/// </summary>
internal sealed class SqliteBatch(SqliteTransactions transactions, IBatchMemory memory)
{
    /// <summary>Leaves the transaction open. A command's failure goes to its caller.</summary>
    public int Apply(List<WriteCommand> commands)
    {
        transactions.Begin();
        if (AllApplied(commands))
            return commands.Count;
        transactions.Rollback();
        memory.RollBackTo(0);
        transactions.Begin();
        return commands.Count(AppliedAlone);
    }

    private static bool AllApplied(List<WriteCommand> commands)
    {
        try
        {
            commands.ForEach(Run);
            return true;
        }
        catch (Exception ex) when (!IsOfTheFile(ex))
        {
            // The second pass finds the failing command.
            return false;
        }
    }

    private bool AppliedAlone(WriteCommand command)
    {
        transactions.Mark();
        var mark = memory.Mark();
        try
        {
            Run(command);
            transactions.Keep();
            return true;
        }
        catch (Exception ex) when (!IsOfTheFile(ex) && transactions.IsOpen)
        {
            transactions.TakeBack();
            memory.RollBackTo(mark);
            command.Fail(ex);
            return false;
        }
    }

    private static void Run(WriteCommand command)
    {
        Failpoints.Hit(command.Kind.Failpoint, Failpoints.BeforeApply);
        command.Apply();
        Failpoints.Hit(command.Kind.Failpoint, Failpoints.AfterApply);
    }

    /// <summary>Disk and file errors fail the whole batch; all others only their command.</summary>
    private static bool IsOfTheFile(Exception error) => error is StorageFull or StoreUnavailable or StoreCorrupted;
}
