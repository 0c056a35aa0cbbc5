using Adjoint.Graph;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Operators.InWords;

/// <summary>
/// How the entries of a value stand to those of an operand of a correlation, when there are reshapes, flips and an extension between them:
/// along each axis, entry i of the operand is entry <c>Sign · i + Offset</c> of the value, seen through the extension.
/// </summary>
internal sealed class AxisViews
{
    private const int Added = -1;

    private readonly (int Sign, int Offset, int Length)[] _axes;
    private readonly Shape _operand;
    private int[] _order;
    private Shape _shape;

    /// <summary>The operand itself.</summary>
    public AxisViews(Shape operand)
    {
        _operand = operand;
        _shape = operand;
        _order = [.. Enumerable.Range(0, operand.Rank)];
        _axes = [.. operand.Select(length => (1, 0, length))];
    }

    /// <summary>How the value goes on beyond its ends, or nothing.</summary>
    public Extension? Mode { get; private set; }

    /// <summary>One axis of the operand.</summary>
    public (int Sign, int Offset, int Length) this[int axis] => _axes[axis];

    /// <summary>Whether the entries along an axis stay where they are.</summary>
    public bool Keeps(int axis) => _axes[axis] is (1, 0, _) || _operand[axis] == 1;

    /// <summary>Goes one operation further from the operand.</summary>
    /// <param name="primitive">The operation: read from its result to its argument where it stands before the correlation, the other way where it stands behind.</param>
    /// <param name="shape">The shape on its far side.</param>
    /// <returns>Whether it only moves entries along axes; otherwise the views are spoilt.</returns>
    public bool Through(Primitive primitive, Shape shape)
    {
        bool passes = primitive switch
        {
            Reshape => Renumber(shape),
            Flip flip => flip.Axes.All(axis => Move(axis, shape[axis], (sign, offset) => (-sign, shape[axis] - 1 - offset))),
            Extend extend => Widen(extend.Mode, extend.Before, shape),
            Fold fold => Widen(fold.Mode, fold.Before, shape),
            _ => false,
        };
        _shape = shape;
        return passes;
    }

    private bool Widen(Extension mode, Shape before, Shape shape)
    {
        bool isFirst = Mode is null;
        Mode = mode;
        return isFirst && Enumerable.Range(0, shape.Rank).All(axis => _shape[axis] == shape[axis] || Move(axis, shape[axis], (sign, offset) => (sign, offset - before[axis])));
    }

    private bool Move(int axis, int length, Func<int, int, (int Sign, int Offset)> move)
    {
        if (_order[axis] == Added)
        {
            return length == 1 && _shape[axis] == 1;
        }

        (int sign, int offset) = move(_axes[_order[axis]].Sign, _axes[_order[axis]].Offset);
        _axes[_order[axis]] = (sign, offset, length);
        return true;
    }

    /// <summary>Axes of length 1 may come and go; the others keep their order.</summary>
    private bool Renumber(Shape shape)
    {
        int[] lasting = [.. Enumerable.Range(0, _shape.Rank).Where(axis => _shape[axis] != 1)];
        if (!lasting.Select(axis => _shape[axis]).SequenceEqual(shape.Where(length => length != 1)))
        {
            return false;
        }

        int next = 0;
        _order = [.. shape.Select(length => length == 1 ? Added : _order[lasting[next++]])];
        return true;
    }
}
