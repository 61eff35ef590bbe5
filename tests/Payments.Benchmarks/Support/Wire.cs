namespace Payments.Benchmarks;

/// <summary>What goes over the wire: the files of the folder Data.</summary>
internal static class Wire
{
    /// <summary>Stands in the files where each message has a number of its own.</summary>
    internal const string Number = "0000000000";

    internal static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", name)).TrimEnd();
}
