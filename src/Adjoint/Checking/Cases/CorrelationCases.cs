using Adjoint.Graph;
using Adjoint.Primitives.Convolution;

namespace Adjoint.Checking.Cases;

/// <summary>Correlations in each contraction, over none to four spatial axes, in groups of channels, and what is particular about each axis.</summary>
public static class CorrelationCases
{
    /// <summary>An axis with the lengths that it meets: stride, dilation, input dilation, zeros before, outputs; taps, places.</summary>
    private sealed record Line(string Name, int Stride, int Dilation, int InputDilation, int Before, int Output, int Taps, int Places)
    {
        public CorrelationAxis Axis => new(Stride, Dilation, InputDilation, Before, Output);
    }

    private static readonly Line[] Lines =
    [
        new("valid, odd kernel", 1, 1, 1, 0, 3, 3, 5),
        new("valid, even kernel", 1, 1, 1, 0, 4, 2, 5),
        new("kernel as large as the picture", 1, 1, 1, 0, 1, 4, 4),
        new("kernel larger than the picture", 1, 1, 1, 2, 3, 5, 3),
        new("full", 1, 1, 1, 2, 7, 3, 5),
        new("same, odd kernel", 1, 1, 1, 1, 5, 3, 5),
        new("same, even kernel", 1, 1, 1, 0, 5, 2, 5),
        new("one pixel, one tap", 1, 1, 1, 0, 1, 1, 1),
        new("one pixel, three taps", 1, 1, 1, 1, 1, 3, 1),
        new("one tap", 1, 1, 1, 0, 4, 1, 4),
        new("stride 2", 2, 1, 1, 0, 2, 3, 6),
        new("stride 3 that leaves pixels out", 3, 1, 1, 0, 2, 2, 7),
        new("dilation 2", 1, 2, 1, 0, 3, 3, 7),
        new("dilation 3", 1, 3, 1, 0, 2, 2, 5),
        new("input dilation 2", 1, 1, 2, 0, 5, 3, 4),
        new("input dilation 3", 1, 1, 3, 1, 6, 2, 3),
        new("all three", 2, 3, 2, 1, 3, 2, 4),
        new("stride 3, dilation 2, input dilation 3", 3, 2, 3, 2, 3, 3, 3),
        new("first places skipped", 1, 1, 1, -2, 2, 2, 5),
        new("all places skipped", 1, 1, 1, -9, 3, 2, 4),
        new("zeros beyond both ends", 1, 1, 1, 5, 14, 2, 3),
        new("nothing comes out", 1, 1, 1, 0, 0, 2, 3),
        new("nothing goes in", 1, 1, 1, 1, 2, 2, 0),
    ];

    internal static IEnumerable<PrimitiveCase> All()
    {
        foreach (Contraction contraction in Enum.GetValues<Contraction>())
        {
            foreach (Line line in Lines)
            {
                // A kernel without taps is no correlation; summed over the batch the outputs are the taps.
                if (line.Output > 0 || contraction != Contraction.Batch)
                {
                    yield return Case(contraction, [line], 2, 2, 3);
                }
            }

            (int, int)[] planes = [(0, 1), (4, 7), (10, 12), (16, 18), (5, 3), (8, 0), (13, 14), (6, 11)];
            foreach ((int first, int second) in planes)
            {
                yield return Case(contraction, [Lines[first], Lines[second]], 2, 1, 2);
            }

            yield return Case(contraction, [Lines[0], Lines[0]], 1, 1, 1);
            yield return Case(contraction, [Lines[0], Lines[0]], 0, 2, 2);
            yield return Case(contraction, [Lines[0], Lines[0]], 2, 0, 2);
            yield return Case(contraction, [Lines[0], Lines[0]], 2, 2, 0);
            yield return Case(contraction, [Lines[5], Lines[5]], 1, 3, 1);
            yield return Case(contraction, [Lines[5], Lines[0]], 3, 1, 1);
            yield return Case(contraction, [], 2, 3, 2);
            yield return Case(contraction, [Lines[1], Lines[8], Lines[10]], 1, 2, 1);
            yield return Case(contraction, [Lines[2], Lines[18], Lines[14]], 2, 1, 1);
            yield return Case(contraction, [Lines[14], Lines[0], Lines[11]], 1, 1, 2);
            yield return Case(contraction, [Lines[1], Lines[1], Lines[1], Lines[1]], 1, 1, 1);

            // Groups of equal and of unequal sides, depthwise with one and with two results a channel, and no channels at all.
            yield return Case(contraction, [Lines[0]], 2, 4, 6, 2);
            yield return Case(contraction, [Lines[10], Lines[5]], 1, 3, 3, 3);
            yield return Case(contraction, [Lines[14], Lines[13]], 2, 2, 4, 2);
            yield return Case(contraction, [Lines[9], Lines[7]], 2, 4, 2, 2);
            yield return Case(contraction, [Lines[5], Lines[1], Lines[8]], 1, 2, 2, 2);
            yield return Case(contraction, [Lines[4]], 1, 0, 2, 2);
            yield return Case(contraction, [], 2, 4, 2, 2);
        }
    }

    private static PrimitiveCase Case(Contraction contraction, Line[] lines, int batch, int inputs, int outputs, int groups = 1) => Of(
        $"correlate over {contraction}, {batch} pictures, {inputs} to {outputs} channels{(groups == 1 ? "" : $" in {groups} groups")}: {(lines.Length == 0 ? "no axis" : string.Join(" by ", lines.Select(line => line.Name)))}",
        contraction,
        [.. lines.Select(line => line.Axis)],
        [.. lines.Select(line => line.Taps)],
        [.. lines.Select(line => line.Places)],
        batch,
        inputs,
        outputs,
        groups);

    /// <summary>A correlation's shapes as its summary in the source states them: what is summed over, and what is left.</summary>
    /// <param name="name">The case's name.</param>
    /// <param name="contraction">What is summed over.</param>
    /// <param name="axes">The spatial axes.</param>
    /// <param name="taps">The kernel's length along each.</param>
    /// <param name="places">The picture's length along each.</param>
    /// <param name="batch">Pictures.</param>
    /// <param name="inputs">Channels that a kernel reads.</param>
    /// <param name="outputs">Channels that it gives.</param>
    /// <param name="groups">Groups of channels.</param>
    public static PrimitiveCase Of(string name, Contraction contraction, CorrelationAxis[] axes, int[] taps, int[] places, int batch, int inputs, int outputs, int groups = 1)
    {
        int[] results = [.. axes.Select(axis => axis.Output)];
        Correlation primitive = new(ValueList.Create<CorrelationAxis>(axes), contraction) { Groups = groups };
        int own = inputs / groups;
        return contraction switch
        {
            Contraction.InputChannels => new(name, primitive, [[.. taps, own, outputs], [batch, .. places, inputs]], [batch, .. results, outputs]),
            Contraction.OutputChannels => new(name, primitive, [[.. taps, own, outputs], [batch, .. places, outputs]], [batch, .. results, inputs]),
            _ => new(name, primitive, [[batch, .. taps, outputs], [batch, .. places, inputs]], [.. results, own, outputs]),
        };
    }
}
