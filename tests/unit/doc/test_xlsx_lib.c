/* Our declarations of the workbook library against its own header. */
#include <xlsxwriter.h>

#include "unit/support.h"

#define XLSX_LIB_TYPES_ONLY
#define lxw_workbook       our_workbook
#define lxw_worksheet      our_worksheet
#define lxw_format         our_format
#define lxw_datetime       our_datetime
#define lxw_doc_properties our_doc_properties
#define lxw_table_column   our_table_column
#define lxw_table_options  our_table_options
#include "doc/xlsx_lib.h"
#undef lxw_datetime
#undef lxw_doc_properties
#undef lxw_table_column
#undef lxw_table_options

#define SAME(name, field)                                                      \
	assert_int_equal(                                                      \
	    offsetof(struct our_##name, field), offsetof(lxw_##name, field))
#define SAME_SIZE(name)                                                        \
	assert_int_equal(sizeof(struct our_##name), sizeof(lxw_##name))

static void
test_structs(void **state)
{
	(void)state;
	SAME_SIZE(datetime);
	SAME(datetime, year);
	SAME(datetime, month);
	SAME(datetime, day);
	SAME(datetime, hour);
	SAME(datetime, min);
	SAME(datetime, sec);
	SAME_SIZE(doc_properties);
	SAME(doc_properties, title);
	SAME(doc_properties, author);
	SAME(doc_properties, created);
	SAME_SIZE(table_column);
	SAME(table_column, header);
	SAME(table_column, header_format);
	SAME(table_column, format);
	SAME_SIZE(table_options);
	SAME(table_options, name);
	SAME(table_options, style_type);
	SAME(table_options, style_type_number);
	SAME(table_options, total_row);
	SAME(table_options, columns);
}

static void
test_numbers(void **state)
{
	(void)state;
	assert_int_equal(XLSX_OK, LXW_NO_ERROR);
	assert_int_equal(XLSX_BAD_PARAMETER, LXW_ERROR_PARAMETER_VALIDATION);
	assert_int_equal(XLSX_BORDER_THIN, LXW_BORDER_THIN);
	assert_int_equal(XLSX_BORDER_HAIR, LXW_BORDER_HAIR);
	assert_int_equal(XLSX_ALIGN_LEFT, LXW_ALIGN_LEFT);
	assert_int_equal(XLSX_ALIGN_RIGHT, LXW_ALIGN_RIGHT);
	assert_int_equal(XLSX_ALIGN_TOP, LXW_ALIGN_VERTICAL_TOP);
	assert_int_equal(XLSX_TABLE_STYLE_LIGHT, LXW_TABLE_STYLE_TYPE_LIGHT);
	assert_int_equal(XLSX_HIDE_GRIDLINES, LXW_HIDE_ALL_GRIDLINES);
	assert_int_equal(sizeof(lxw_row_t), sizeof(uint32_t));
	assert_int_equal(sizeof(lxw_col_t), sizeof(uint16_t));
	assert_int_equal(sizeof(lxw_color_t), sizeof(uint32_t));
	assert_int_equal(sizeof(lxw_error), sizeof(unsigned));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_structs),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests_name("doc/xlsx_lib", tests, NULL, NULL);
}
