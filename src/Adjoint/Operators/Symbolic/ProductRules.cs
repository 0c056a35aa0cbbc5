using Adjoint.Graph;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Operators.Symbolic;

/// <summary>Correlations and matrix products: sums of products of two entries each, added up as they stand in the definition.</summary>
/// <param name="table">Where atoms come from.</param>
internal sealed class ProductRules(SymbolTable table)
{
    /// <summary>The result, or nothing where the primitive is neither.</summary>
    public SymbolicValue? Apply(Application application, IReadOnlyList<SymbolicValue> arguments)
    {
        if (application.Primitive is not (Correlation or MatrixProduct))
        {
            return null;
        }

        EntrySum[] sums = [.. Enumerable.Range(0, application.Shape.Size).Select(_ => new EntrySum())];
        SymbolicValue left = arguments[0], right = arguments[1];
        void Term(int first, int second, int result)
        {
            table.Spend((long)left[first].Terms.Count * right[second].Terms.Count);
            sums[result].AddProduct(left[first], right[second]);
        }

        if (application.Primitive is Correlation correlation)
        {
            CorrelationReference.Visit(correlation, left.Shape, right.Shape, application.Shape, Term);
        }
        else
        {
            Visit((MatrixProduct)application.Primitive, left.Shape, right.Shape, application.Shape, Term);
        }

        return new SymbolicValue(application.Shape, [.. sums.Select(sum => sum.ToEntry())]);
    }

    private static void Visit(MatrixProduct product, Shape left, Shape right, Shape result, Action<int, int, int> term)
    {
        MatrixProductSizes sizes = new(product, left, right);
        int batch = 0;
        foreach (int[] index in MultiIndex.Of(result[..^2]))
        {
            int first = Place(Broadcasting.SourceIndex(index, left[..^2]), left[..^2]) * sizes.Rows * sizes.Terms;
            int second = Place(Broadcasting.SourceIndex(index, right[..^2]), right[..^2]) * sizes.Terms * sizes.Columns;
            for (int i = 0; i < sizes.Rows; i++)
            {
                for (int j = 0; j < sizes.Columns; j++)
                {
                    for (int k = 0; k < sizes.Terms; k++)
                    {
                        term(
                            first + (product.TransposeLeft ? (k * sizes.Rows) + i : (i * sizes.Terms) + k),
                            second + (product.TransposeRight ? (j * sizes.Terms) + k : (k * sizes.Columns) + j),
                            (((batch * sizes.Rows) + i) * sizes.Columns) + j);
                    }
                }
            }

            batch++;
        }
    }

    private static int Place(int[] index, Shape shape)
    {
        int place = 0;
        for (int axis = 0; axis < index.Length; axis++)
        {
            place = (place * shape[axis]) + index[axis];
        }

        return place;
    }
}
