using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Tests.Graph;

public class LayoutTests
{
    [Theory]
    [InlineData(new[] { 2, 5, 4, 3 }, new[] { 60, 12, 3, 1 }, new[] { 60, 4, 1, 20 })]
    [InlineData(new[] { 2, 5, 3 }, new[] { 15, 3, 1 }, new[] { 15, 1, 5 })]
    [InlineData(new[] { 2, 2, 3, 4, 5 }, new[] { 120, 60, 20, 5, 1 }, new[] { 120, 12, 4, 1, 24 })]
    [InlineData(new[] { 4, 3 }, new[] { 3, 1 }, new[] { 3, 1 })]
    [InlineData(new[] { 4 }, new[] { 1 }, new[] { 1 })]
    [InlineData(new int[0], new int[0], new int[0])]
    public void Strides_follow_the_order_in_memory(int[] shape, int[] interleaved, int[] planar)
    {
        Assert.Equal(interleaved, Layout.RowMajor.Strides([.. shape]));
        Assert.Equal(planar, Layout.Planar.Strides([.. shape]));
    }

    [Fact]
    public void Planes_move_the_channels_behind_the_batch()
    {
        Assert.Equal([2, 3, 5, 4], Layout.Planar.PhysicalShape([2, 5, 4, 3]));
        Assert.Equal([2, 5, 4, 3], Layout.RowMajor.PhysicalShape([2, 5, 4, 3]));
    }

    [Theory]
    [InlineData(new[] { 2, 5, 4, 3 }, false)]
    [InlineData(new[] { 2, 5, 4, 1 }, true)]
    [InlineData(new[] { 2, 1, 1, 3 }, true)]
    [InlineData(new[] { 0, 5, 4, 3 }, true)]
    [InlineData(new[] { 5, 4 }, true)]
    public void Layouts_coincide_exactly_where_no_entry_moves(int[] shape, bool expected)
    {
        Assert.Equal(expected, LayoutExtensions.Coincide([.. shape]));

        // Where they coincide, the strides agree along every axis that has more than one place.
        Shape lengths = [.. shape];
        bool agree = lengths.Size == 0 || Enumerable.Range(0, shape.Length).All(axis => shape[axis] == 1 || Layout.RowMajor.Strides(lengths)[axis] == Layout.Planar.Strides(lengths)[axis]);
        Assert.Equal(expected, agree);
    }
}
