using System.Globalization;
using OpenTelemetry;

namespace Payments.OpenTelemetry;

/// <summary>The labels of one sample, in order, each name once.</summary>
internal sealed class PrometheusLabels
{
    private readonly List<(string Name, string Value)> _labels = [];

    internal IReadOnlyList<(string Name, string Value)> Labels => _labels;

    internal void Set(string meter, ReadOnlyTagCollection tags)
    {
        _labels.Clear();
        Add("otel_scope_name", meter);
        foreach (var tag in tags)
            Add(PrometheusNames.Sanitize(tag.Key, isLabel: true), ValueOf(tag.Value));
        Order();
    }

    internal void Set(IEnumerable<KeyValuePair<string, object>> tags)
    {
        _labels.Clear();
        foreach (var tag in tags)
            Add(PrometheusNames.Sanitize(tag.Key, isLabel: true), ValueOf(tag.Value));
        Order();
    }

    private void Add(string name, string value) => _labels.Add((name, value));

    // Two tags may become one label: their values stand behind each other.
    private void Order()
    {
        _labels.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        for (var i = _labels.Count - 1; i > 0; i--)
        {
            if (_labels[i].Name != _labels[i - 1].Name)
                continue;
            _labels[i - 1] = (_labels[i].Name, _labels[i - 1].Value + ";" + _labels[i].Value);
            _labels.RemoveAt(i);
        }
    }

    private static string ValueOf(object? value) => value switch
    {
        null => "",
        string text => text,
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
