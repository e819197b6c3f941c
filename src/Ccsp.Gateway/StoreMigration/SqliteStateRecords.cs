using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Sqlite.Reading;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Queue state of the embedded file; one record.</summary>
internal sealed class SqliteStateRecords(SqliteTables tables, Func<IReadOnlyList<QueueState>, CancellationToken, Task> put)
    : JsonRecords<QueueState>("state of the queue", MigrationJson.Default.QueueState)
{
    protected override async Task<(IReadOnlyList<QueueState> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken) => ([await tables.ReadAsync(Read, cancellationToken)], null);

    protected override Task PutAsync(IReadOnlyList<QueueState> items, CancellationToken cancellationToken) => put(items, cancellationToken);

    private static QueueState Read(SqliteReader reader)
    {
        var numbers = reader.Statement("SELECT name, value FROM meta WHERE typeof(value) IN ('integer', 'real')")
            .All(row => (Name: row.Text(0), Value: row.Double(1)))
            .ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        return new QueueState
        {
            Numbers = new QueueNumbers(
                (long)numbers.GetValueOrDefault("last_event"),
                (long)numbers.GetValueOrDefault("claims"),
                (long)numbers.GetValueOrDefault("epoch"),
                [.. Enum.GetValues<Priority>()
                    .Select(priority => numbers.GetValueOrDefault(
                    "virtual_time." + ((int)priority).ToString(CultureInfo.InvariantCulture)))]),
            Emergency = SqliteQueueReads.Emergency(reader),
            Gates = SqliteQueueReads.Gates(reader),
            GroupShares = reader.Statement("SELECT class, grp, finish FROM turn ORDER BY class, grp")
                .All(row => new MovedGroupShare((Priority)row.Int(0), row.Text(1), row.Double(2))),
            Expected = reader.Statement("SELECT name, expected FROM task_group ORDER BY name")
                .All(row => new GroupExpectation(row.Text(0), row.Double(1))),
            Instances = [.. InstanceReads.All(reader)
                .Select(record => new MovedInstance(record.Beat.InstanceId, InstanceRow.Of(record.Beat, record.Lost)))],
        };
    }
}
