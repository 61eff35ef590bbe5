namespace Payments.Security;

internal static class DataKeyChoice
{
    /// <summary>The key that protects new data: the newest whose time has come; before any has, the first.</summary>
    public static DataKeyRecord? ActiveOf(IReadOnlyList<DataKeyRecord> records, DateTimeOffset now)
    {
        for (var i = records.Count - 1; i >= 0; i--)
        {
            if (records[i].ActiveFrom <= now)
                return records[i];
        }

        return records.Count == 0 ? null : records[0];
    }
}
