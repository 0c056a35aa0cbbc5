using Adjoint.Graph;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Execution.Passes;

/// <summary>
/// Which layouts the readers of a value would like best, before any is decided: a correlation that of its fastest form, what works entry by entry that of its
/// own readers, all else the layout that it must have.
/// </summary>
internal sealed class LayoutWishes(Fusion fusion, IReadOnlyList<Expr> outputs)
{
    private readonly HashSet<Expr> _outputs = [.. outputs];
    private readonly Dictionary<(Expr, Layout), bool> _known = [];

    /// <summary>Whether a reader of a value wants it in a layout.</summary>
    public bool OfReaders(Expr value, Layout layout)
    {
        if (!_known.TryGetValue((value, layout), out bool wanted))
        {
            wanted = (layout == Layout.RowMajor && _outputs.Contains(value)) || fusion.ReadersOf(value).Any(reader => Wants((Application)reader, value, layout));
            _known.Add((value, layout), wanted);
        }

        return wanted;
    }

    private bool Wants(Application reader, Expr value, Layout layout) => reader.Primitive switch
    {
        Correlation correlation => IsPictureOf(reader, correlation, value)
            && correlation.PreferredForm(reader.Arguments[0].Shape, reader.Arguments[1].Shape, ExecutionSwitches.DirectOnly, _ => 0).Layout == layout,
        ElementwisePrimitive => OfReaders(reader, layout),
        IPlanarPrimitive { TakesRowMajorPictures: true } planar => planar.ResultIsPicture && OfReaders(reader, layout),
        { Layouts: LayoutRule.Planar } => layout == Layout.Planar,
        { Layouts: LayoutRule.RowMajor } => layout == Layout.RowMajor,
        _ => false,
    };

    private static bool IsPictureOf(Application reader, Correlation correlation, Expr value)
    {
        for (int i = 0; i < reader.Arguments.Count; i++)
        {
            if (reader.Arguments[i] == value && correlation.IsPicture(i))
            {
                return true;
            }
        }

        return false;
    }
}
