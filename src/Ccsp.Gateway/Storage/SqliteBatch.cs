namespace Ccsp.Gateway.Storage;

/// <summary>
/// Applies the commands of a batch in one transaction. A command hardly ever fails, so they run without savepoints first: each savepoint is
/// two statements and a copy of every page its command touches, of some 27 statements and two pages a full cycle has. When one does fail,
/// all of them are taken back and run again, each under its own savepoint, so that only the one that fails is missing.
/// </summary>
internal sealed class SqliteBatch(SqliteTransactions transactions, IBatchMemory memory)
{
    /// <summary>Opens the transaction and leaves it open. A command's own failure goes to its caller.</summary>
    /// <returns>How many commands were applied.</returns>
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
            // Whose failure it is, and what its caller hears, the second pass decides.
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

    /// <summary>Errors of disk and file concern the whole batch; all others only the command they happen in.</summary>
    private static bool IsOfTheFile(Exception error) => error is StorageFull or StoreUnavailable or StoreCorrupted;
}
